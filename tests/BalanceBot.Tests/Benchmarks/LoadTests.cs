using System.Text;
using System.Text.Json;
using BalanceBot.Benchmarks.Turns;
using BalanceBot.Benchmarks.Turns.BotApi;

namespace BalanceBot.Tests.Benchmarks;

/// <summary>Who plays the people: it must neither lose a turn, nor count one twice, nor believe a wrong answer.</summary>
public sealed class LoadTests
{
    private readonly Bot bot = new();
    private readonly IReadOnlyList<Person> people = Person.Make(10);
    private readonly Load load;

    public LoadTests() => load = new Load(people, 3, TimeProvider.System) { Delivery = bot };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_says_their_contract_and_document_each_after_an_answer()
    {
        Task<IReadOnlyList<long>> linking = load.Link(Stop);
        bot.AnswerAll(load, said => said.Person.Contract);

        Assert.Equal(30, (await linking).Count);
        Assert.All(
            people,
            person =>
                Assert.Equal(
                    ["/link", person.Contract, person.Document],
                    bot.Heard.Where(said => said.Person == person).Select(said => said.Words)
                )
        );
        Assert.Empty(load.Mistakes);
    }

    [Fact]
    public async Task So_many_wait_at_once_and_all_take_turns()
    {
        Task<IReadOnlyList<long>> asking = load.Ask(20, Stop);
        Assert.Equal(3, bot.Waiting.Count);
        Assert.True(load.Hear(bot.Waiting.Peek().Person.Chat, Right(bot.Waiting.Dequeue().Person)));
        Assert.Equal(3, bot.Waiting.Count);
        bot.AnswerAll(load, said => Encoding.UTF8.GetString(Right(said.Person)));

        Assert.Equal(20, (await asking).Count);
        Assert.All(people, person => Assert.Equal(2, bot.Heard.Count(said => said.Person == person)));
        Assert.Equal(bot.Heard.Select(said => said.Id).Order().Distinct(), bot.Heard.Select(said => said.Id));
        Assert.Empty(load.Mistakes);
    }

    [Fact]
    public async Task Somebody_elses_answer_a_message_to_nobody_and_one_too_many_are_mistakes()
    {
        Task<IReadOnlyList<long>> asking = load.Ask(3, Stop);
        Person[] asked = [.. bot.Waiting.Select(said => said.Person)];

        Assert.False(load.Hear(42, "hello"u8));
        load.Hear(asked[0].Chat, Right(asked[1]));
        load.Hear(asked[1].Chat, Right(asked[1]));
        load.Hear(asked[2].Chat, Right(asked[2]));
        await asking;
        load.Hear(asked[2].Chat, Right(asked[2]));

        Assert.Equal(3, load.Mistakes.Count);
        Assert.All(load.Mistakes.Values, times => Assert.Equal(1, times));
    }

    private static byte[] Right(Person person) => Encoding.UTF8.GetBytes($"{person.Contract}: {person.Balance} kr");

    private sealed record Said(Person Person, long Id, string Words);

    private sealed class Bot : IDelivery
    {
        public List<Said> Heard { get; } = [];
        public Queue<Said> Waiting { get; } = new();

        public void Deliver(Person person, long updateId, byte[] update)
        {
            using JsonDocument json = JsonDocument.Parse(update);
            Said said = new(
                person,
                json.RootElement.GetProperty("update_id").GetInt64(),
                json.RootElement.GetProperty("message").GetProperty("text").GetString()!
            );
            Assert.Equal(updateId, said.Id);
            Heard.Add(said);
            Waiting.Enqueue(said);
        }

        public void AnswerAll(Load load, Func<Said, string> answer)
        {
            while (Waiting.TryDequeue(out Said? said))
            {
                load.Hear(said.Person.Chat, Encoding.UTF8.GetBytes(answer(said)));
            }
        }
    }
}
