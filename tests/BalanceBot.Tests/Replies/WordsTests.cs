using BalanceBot.Billing;
using BalanceBot.Replies;
using CsCheck;

namespace BalanceBot.Tests.Replies;

public sealed class WordsTests
{
    [Theory]
    [InlineData("balance", Wish.Balance)]
    [InlineData("  BALANCE!! ", Wish.Balance)]
    [InlineData("Balance?", Wish.Balance)]
    [InlineData("💰 balance", Wish.Balance)]
    [InlineData("how   much", Wish.Balance)]
    [InlineData("saldo", Wish.Balance)]
    [InlineData("Hvor mye har jeg igjen?", Wish.Balance)]
    [InlineData("Баланс.", Wish.Balance)]
    [InlineData("скільки", Wish.Balance)]
    [InlineData("СКІЛЬКИ?", Wish.Balance)]
    [InlineData("сколько", Wish.Balance)]
    [InlineData("счёт", Wish.Balance)]
    [InlineData("hjelp", Wish.Help)]
    [InlineData("help me!", Wish.Help)]
    [InlineData("допомога", Wish.Help)]
    [InlineData("koble til", Wish.Link)]
    [InlineData("link", Wish.Link)]
    [InlineData("прив'язати", Wish.Link)]
    [InlineData("прив’язати", Wish.Link)]
    [InlineData("koble fra", Wish.Unlink)]
    [InlineData("mine avtaler", Wish.Contracts)]
    [InlineData("personvern", Wish.Privacy)]
    [InlineData("Warnings", Wish.Warnings)]
    [InlineData("quiet hours", Wish.Warnings)]
    [InlineData("varsler", Wish.Warnings)]
    [InlineData("сповіщення", Wish.Warnings)]
    [InlineData("Тихие часы?", Wish.Warnings)]
    [InlineData("Payments and charges", Wish.History)]
    [InlineData("historikk", Wish.History)]
    [InlineData("Платежі", Wish.History)]
    [InlineData("betalingsutsettelse", Wish.Promise)]
    [InlineData("Обещанный платёж!", Wish.Promise)]
    [InlineData("Avbryt", Wish.Cancel)]
    [InlineData("отмена", Wish.Cancel)]
    [InlineData("hei", Wish.Start)]
    [InlineData("Привіт!", Wish.Start)]
    internal void A_plain_word_means_a_command_in_any_language(string text, Wish wish) =>
        Assert.Equal(wish, PlainWords.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("balances")]
    [InlineData("how much does a passport cost")]
    [InlineData("12-345")]
    [InlineData("ваше ім'я")]
    public void Anything_else_is_no_wish(string text) => Assert.Null(PlainWords.Read(text));

    [Fact]
    public void Any_text_is_read_without_a_failure()
    {
        Assert.Null(PlainWords.Read(new string('a', 1_000_000)));
        Assert.Null(PlainWords.Read("\uD800"));
        Gen.String.Sample(text => _ = PlainWords.Read(text));
        Gen.String.Sample(text => _ = SlashCommand.Read("/" + text, "OurBot"));
    }

    [Fact]
    public void Every_key_below_the_input_field_is_understood_when_pressed()
    {
        foreach (Language language in Languages.Supported)
        {
            Assert.All(
                Samples.VoiceOf(language.Code).Linked("1").Keyboard!.SelectMany(row => row),
                key => Assert.NotNull(PlainWords.Read(key))
            );
        }
    }

    [Theory]
    [InlineData("/start", Wish.Start, null)]
    [InlineData("/start abc", Wish.Start, "abc")]
    [InlineData("/start   a_b-C  ", Wish.Start, "a_b-C")]
    [InlineData("/BALANCE", Wish.Balance, null)]
    [InlineData("/balance@ourbot", Wish.Balance, null)]
    [InlineData("/start@OurBot token", Wish.Start, "token")]
    [InlineData("/unlink\n700 123", Wish.Unlink, "700 123")]
    [InlineData("/warnings", Wish.Warnings, null)]
    internal void A_command_is_read_with_its_payload(string text, Wish wish, string? payload) =>
        Assert.Equal(new SlashCommand.Known(wish, payload), SlashCommand.Read(text, "OurBot"));

    [Fact]
    public void A_command_to_another_bot_is_not_ours()
    {
        Assert.Equal(new SlashCommand.ForAnotherBot(), SlashCommand.Read("/balance@TheirBot", "OurBot"));
        Assert.Equal(new SlashCommand.ForAnotherBot(), SlashCommand.Read("/weather@TheirBot now", "OurBot"));
    }

    [Theory]
    [InlineData("/weather")]
    [InlineData("/1")]
    public void A_command_that_we_do_not_have_is_told_apart(string text) =>
        Assert.Equal(new SlashCommand.Unknown(), SlashCommand.Read(text, "OurBot"));

    [Theory]
    [InlineData("balance")]
    [InlineData("/")]
    [InlineData("/ balance")]
    [InlineData("/pass!word")]
    [InlineData("//balance")]
    [InlineData("/баланс")]
    [InlineData("/start@")]
    [InlineData("")]
    public void What_only_begins_with_a_slash_is_no_command(string text) =>
        Assert.Equal(new SlashCommand.None(), SlashCommand.Read(text, "OurBot"));

    [Theory]
    [InlineData("/why 700 123", "why", "700 123")]
    [InlineData("/why", "why", null)]
    [InlineData("/why  ", "why", null)]
    [InlineData("/WHY@OurBot\n700 123 ", "WHY", "700 123")]
    [InlineData("/dryrun", "dryrun", null)]
    public void A_command_is_split_into_its_name_and_what_follows(string text, string name, string? payload) =>
        Assert.Equal((name, payload), SlashCommand.Split(text, "OurBot"));

    [Theory]
    [InlineData("why 700 123")]
    [InlineData("/why@TheirBot 700 123")]
    [InlineData("/why@")]
    [InlineData("/")]
    [InlineData("/чому")]
    public void What_is_no_command_for_us_is_not_split(string text) => Assert.Null(SlashCommand.Split(text, "OurBot"));

    /// <summary>https://core.telegram.org/bots/api#botcommand</summary>
    [Fact]
    public void The_command_menu_is_within_the_limits_of_Telegram_and_every_line_is_understood()
    {
        foreach (Language language in Languages.Supported)
        {
            Assert.All(
                Samples.VoiceOf(language.Code).MenuCommands([], (BillingAbilities)int.MaxValue),
                line =>
                {
                    Assert.Matches("^[a-z0-9_]{1,32}$", line.Name);
                    Assert.InRange(line.Description.Length, 1, 256);
                    Assert.IsType<SlashCommand.Known>(SlashCommand.Read("/" + line.Name, "OurBot"));
                }
            );
        }
    }
}
