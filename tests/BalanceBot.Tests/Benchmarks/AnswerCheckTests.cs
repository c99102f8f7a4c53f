using System.Text;
using System.Text.Json;
using BalanceBot.Benchmarks.Turns;
using BalanceBot.Benchmarks.Turns.BotApi;

namespace BalanceBot.Tests.Benchmarks;

public sealed class AnswerCheckTests
{
    private static readonly Person Anna = new(1_200);

    [Theory]
    [InlineData("balance: 23.45 kr", true)]
    [InlineData("23.45", true)]
    [InlineData("123.45 and 23.45.", false)]
    [InlineData("123.45 and 23.45, and more", true)]
    [InlineData("123.45", false)]
    [InlineData("-23.45", false)]
    [InlineData("23.456", false)]
    [InlineData("", false)]
    public void A_sum_counts_only_as_a_word_of_its_own(string text, bool holds) =>
        Assert.Equal(holds, AnswerCheck.Holds(Encoding.UTF8.GetBytes(text), "23.45"));

    [Fact]
    public void An_answer_must_hold_the_persons_own_contract_and_balance()
    {
        Question question = new("/balance", MustTellBalance: true, MustTellContract: true, 0);

        Assert.Null(Mistake(question, $"Contract {Anna.Contract}: {Anna.Balance} kr"));
        Assert.Contains(
            "contract",
            Mistake(question, $"Contract C0001201: {Anna.Balance} kr"),
            StringComparison.Ordinal
        );
        Assert.Contains("balance", Mistake(question, $"Contract {Anna.Contract}: 7.00 kr"), StringComparison.Ordinal);
        Assert.Null(Mistake(question with { MustTellBalance = false }, $"Contract {Anna.Contract} is linked."));
    }

    [Fact]
    public void People_differ_in_what_is_checked()
    {
        IReadOnlyList<Person> people = Person.Make(20_000);

        Assert.Equal(people.Count, people.Select(p => p.Contract).Distinct().Count());
        Assert.Equal(people.Count, people.Select(p => (p.Balance)).Distinct().Count());
        Assert.All(people, person => Assert.Equal(person.Number, Person.NumberOf(person.Chat)));
    }

    [Fact]
    public void Digits_of_an_escape_are_no_part_of_the_text_and_the_request_is_read_whatever_its_order()
    {
        byte[] body = Encoding.UTF8.GetBytes(
            """{"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"text":"x"}]]},"text":"sum\u00a023.45\n","extra":[{"chat_id":9}],"chat_id":"77"}"""
        );

        ApiCall call = ApiCall.Read(body);

        Assert.Equal(77, call.Chat);
        Assert.Equal("sum\u00a023.45\n", Encoding.UTF8.GetString(call.Text));
        Assert.True(AnswerCheck.Holds(call.Text, "23.45"));
        Assert.Equal("""{"inline_keyboard":[[{"text":"x"}]]}""", Encoding.UTF8.GetString(call.RawButtons));
    }

    [Fact]
    public void A_message_comes_back_as_it_was_sent()
    {
        ApiCall call = ApiCall.Read("""{"chat_id":77,"text":"a \"b\" \u00e5"}"""u8);
        System.Buffers.ArrayBufferWriter<byte> to = new();
        ApiAnswer.Sent(to, 5, 1_700_000_000, in call);

        using JsonDocument sent = JsonDocument.Parse(to.WrittenMemory);
        JsonElement result = sent.RootElement.GetProperty("result");
        Assert.Equal("a \"b\" \u00e5", result.GetProperty("text").GetString());
        Assert.Equal(5, result.GetProperty("message_id").GetInt32());
        Assert.Equal(77, result.GetProperty("chat").GetProperty("id").GetInt64());
    }

    [Fact]
    public void A_command_comes_marked_as_one()
    {
        using JsonDocument update = JsonDocument.Parse(Anna.Update(9, "/balance", 1_700_000_000));

        JsonElement message = update.RootElement.GetProperty("message");
        Assert.Equal("bot_command", message.GetProperty("entities")[0].GetProperty("type").GetString());
        Assert.Equal(Anna.Chat, message.GetProperty("chat").GetProperty("id").GetInt64());
    }

    private static string? Mistake(Question question, string text) =>
        AnswerCheck.Mistake(Anna, question, Encoding.UTF8.GetBytes(text));
}
