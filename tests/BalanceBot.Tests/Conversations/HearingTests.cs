using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Conversations;

public sealed class HearingTests
{
    private static readonly ChatId Chat = new(42);
    private static readonly Sender Anna = new(42, "en", IsBot: false);

    [Theory]
    [InlineData("/balance", Trigger.Balance)]
    [InlineData("/BALANCE", Trigger.Balance)]
    [InlineData("/balance@OurBot", Trigger.Balance)]
    [InlineData("balance", Trigger.Balance)]
    [InlineData("Saldo?", Trigger.Balance)]
    [InlineData("баланс", Trigger.Balance)]
    [InlineData("скільки", Trigger.Balance)]
    [InlineData("/start", Trigger.Start)]
    [InlineData("/start token", Trigger.Redeem)]
    [InlineData("/start  ", Trigger.Start)]
    [InlineData("/warnings", Trigger.Warnings)]
    [InlineData("Varsler", Trigger.Warnings)]
    [InlineData("quiet hours", Trigger.Warnings)]
    [InlineData("/why 700 123", Trigger.Words)]
    [InlineData("/dryrun", Trigger.Words)]
    [InlineData("/nonsense", Trigger.Words)]
    [InlineData("/balance@OtherBot", Trigger.Words)]
    [InlineData("the weather is fine", Trigger.Words)]
    internal void In_an_idle_chat_commands_and_plain_words_are_understood(string text, Trigger expected) =>
        Assert.Equal(expected, Hear(text, State.Idle).Trigger);

    [Theory]
    [InlineData(State.AwaitingDocument)]
    [InlineData(State.AwaitingLogin)]
    [InlineData(State.AwaitingPassword)]
    [InlineData(State.AwaitingSignIn)]
    internal void A_password_that_is_a_plain_word_is_a_password(State state)
    {
        Assert.Equal(Trigger.Words, Hear("balance", state).Trigger);
        Assert.Equal(Trigger.Words, Hear("/my-secret 1", state).Trigger);
        Assert.Equal(Trigger.Cancel, Hear("/cancel", state).Trigger);
    }

    [Fact]
    public void A_contract_number_never_is_a_plain_word_so_these_still_help() =>
        Assert.Equal(Trigger.Cancel, Hear("cancel", State.AwaitingContract).Trigger);

    [Theory]
    [InlineData("/link 700123 4510123456", true)]
    [InlineData("/link", false)]
    [InlineData("/start", false)]
    [InlineData("/start abcdef", true)]
    public void A_command_with_words_behind_it_may_carry_a_secret(string text, bool carries) =>
        Assert.Equal(carries, Hear(text, State.Idle).CarriesSecret);

    [Fact]
    public void What_somebody_else_wrote_proves_nothing() =>
        Assert.Equal(
            Trigger.ForeignWords,
            Hearing
                .Hear(
                    new Update.Text(1, Chat, ChatKind.Private, Anna, 7, "4510 123456", Foreign: true),
                    State.AwaitingDocument,
                    "OurBot"
                )
                .Trigger
        );

    [Theory]
    [InlineData("link:doc", Trigger.ChooseDocument)]
    [InlineData("link:login", Trigger.ChooseLogin)]
    [InlineData("balance", Trigger.Balance)]
    [InlineData("unlink:no", Trigger.KeepLink)]
    [InlineData("unlink:0123456789abcdef", Trigger.PickContract)]
    [InlineData("unlink:yes:0123456789abcdef", Trigger.ConfirmUnlink)]
    [InlineData("unlink:yes:", Trigger.StalePress)]
    [InlineData("invite:no", Trigger.DeclineInvitation)]
    [InlineData("invite:yes:0123456789abcdef", Trigger.AcceptInvitation)]
    [InlineData("invite:yes:", Trigger.StalePress)]
    [InlineData("warnings", Trigger.Warnings)]
    [InlineData("w:back", Trigger.BackToWarnings)]
    [InlineData("w:quiet", Trigger.AskQuiet)]
    [InlineData("w:quiet:type", Trigger.TypeQuiet)]
    [InlineData("w:quiet:2200-0700", Trigger.ChooseWarnings)]
    [InlineData("w:zone", Trigger.AskZone)]
    [InlineData("w:zone:UTC", Trigger.ChooseWarnings)]
    [InlineData("w:days:7:off", Trigger.ChooseWarnings)]
    [InlineData("w:sum:off:0123456789abcdef", Trigger.ChooseWarnings)]
    [InlineData("w:sum:0123456789abcdef", Trigger.TypeThreshold)]
    [InlineData("w:snooze:0123456789abcdef", Trigger.Snooze)]
    [InlineData("history", Trigger.History)]
    [InlineData("h:0123456789abcdef", Trigger.PickHistory)]
    [InlineData("h:0123456789abcdef:202611:2", Trigger.PickHistory)]
    [InlineData("h:0123456789abcdef:202613:2", Trigger.StalePress)]
    [InlineData("h:pic:0123456789abcdef", Trigger.DrawHistory)]
    [InlineData("promise", Trigger.Promise)]
    [InlineData("promise:no", Trigger.DeclinePromise)]
    [InlineData("promise:0123456789abcdef", Trigger.PickPromise)]
    [InlineData("promise:yes:0123456789abcdef:fedcba9876543210", Trigger.ConfirmPromise)]
    [InlineData("promise:yes:0123456789abcdef", Trigger.StalePress)]
    [InlineData("w:days:8:off", Trigger.StalePress)]
    [InlineData("something of last year", Trigger.StalePress)]
    [InlineData(null, Trigger.StalePress)]
    internal void A_button_means_what_it_says(string? data, Trigger expected) =>
        Assert.Equal(
            expected,
            Hearing.Hear(new Update.Press(1, Chat, ChatKind.Private, Anna, "c", 7, data), State.Idle, "OurBot").Trigger
        );

    [Theory]
    [InlineData("22-7", State.AwaitingQuiet, Trigger.Words)]
    [InlineData("100", State.AwaitingThreshold, Trigger.Words)]
    [InlineData("balance", State.AwaitingThreshold, Trigger.Balance)]
    [InlineData("cancel", State.AwaitingQuiet, Trigger.Cancel)]
    internal void Times_and_sums_are_words_and_a_wish_is_still_a_wish(string text, State state, Trigger expected) =>
        Assert.Equal(expected, Hear(text, state).Trigger);

    [Fact]
    public void A_press_tells_what_it_chooses_and_below_which_message()
    {
        Heard heard = Hearing.Hear(
            new Update.Press(1, Chat, ChatKind.Private, Anna, "c", 7, "w:days:7:off"),
            State.Idle,
            "OurBot"
        );
        Assert.Equal(new WarningChoice.Days(7, false), heard.Choice);
        Assert.Equal(7, heard.Page);
        Assert.Null(heard.MessageId);
    }

    [Theory]
    [InlineData("w:sum:0123456789abcdef")]
    [InlineData("w:snooze:0123456789abcdef")]
    public void A_press_about_a_contract_tells_which(string data) =>
        Assert.Equal(
            "0123456789abcdef",
            Hearing.Hear(new Update.Press(1, Chat, ChatKind.Private, Anna, "c", 7, data), State.Idle, "OurBot").Tag
        );

    private static Heard Hear(string text, State state) =>
        Hearing.Hear(new Update.Text(1, Chat, ChatKind.Private, Anna, 7, text, Foreign: false), state, "OurBot");
}
