using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows;

/// <summary>
/// The real executable, killed with -9 at random moments while people talk to it. Each person goes on only when answered,
/// so a lost update or answer would stop them for ever.
/// </summary>
public sealed class KillTests
{
    private const int People = 30;
    private const int Kills = 50;

    [Fact]
    public async Task Fifty_kills_lose_no_update_no_link_and_no_answer_and_do_nothing_twice()
    {
        await using BotProcess process = await BotProcess.Prepare();
        using CancellationTokenSource enough = new(TimeSpan.FromMinutes(12));
        using CancellationTokenSource killing = new();
        Talker[] talkers = [.. Enumerable.Range(1, People).Select(n => new Talker(process.World, n))];
        process.Start();
        Task[] talks = [.. talkers.Select(talker => talker.TalkUntil(killing.Token, enough.Token))];

        // Chance decides when; the seed makes a failure repeatable as far as a race can be.
        Random chance = new(20261124);
        int kills = 0;
        // On a busy machine people get less done between two of them.
        for (; kills < Kills || talkers.Sum(talker => talker.Rounds) <= Kills; kills++)
        {
            await process.FirstPoll(enough.Token);
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(5, 700)), TimeProvider.System, enough.Token);
            await process.Kill();
            process.Start();
        }

        await process.FirstPoll(enough.Token);
        await killing.CancelAsync();
        await Task.WhenAll(talks);

        int rounds = talkers.Sum(talker => talker.Rounds);
        int repeats = talkers.Sum(talker => talker.RepeatedAnswers());
        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} rounds, {kills} kills, {repeats} answers repeated");
        Assert.All(talkers, talker => Assert.Empty(talker.Wrong));
        Assert.All(talkers, talker => Assert.InRange(talker.MostRepeats(), 0, kills));
        Assert.Equal(0, await process.Stop());
    }

    /// <summary>Somebody who links, looks, and unlinks, over and over, and checks each answer.</summary>
    private sealed class Talker(TelegramWorld world, int number)
    {
        private readonly long chat = world.AddPerson($"Person {number}", "en").Id;
        private readonly string contract = $"C{number:0000}";
        private readonly string document = $"D{number:0000}99";
        private readonly List<int> answersByStep = [];
        private string last = "";
        private string before = "";
        private int read;

        public int Rounds { get; private set; }
        public List<string> Wrong { get; } = [];

        public int RepeatedAnswers() => answersByStep.Sum(answers => answers - 1);

        public int MostRepeats() => answersByStep.DefaultIfEmpty(1).Max() - 1;

        public async Task TalkUntil(CancellationToken end, CancellationToken enough)
        {
            while (!end.IsCancellationRequested)
            {
                await Say("/link", "How would you like", enough);
                await Press("link:doc", "contract number", enough);
                await Say(contract, "document", enough);
                await Say(document, $"{contract} is linked", enough);
                await Say("/balance", $"Balance: {number}.50", enough);
                await Say("/unlink", $"Unlink contract {contract}", enough);
                await PressYes("no longer linked", enough);
                await Say("/balance", "No contract is linked", enough);
                Rounds++;
            }

            if (world.History(chat).Any(message => message.Text == document))
            {
                Wrong.Add("a document is still in the chat");
            }
        }

        private Task Say(string text, string expected, CancellationToken enough) =>
            Step(() => world.PersonSays(chat, text), text, expected, enough);

        private Task Press(string data, string expected, CancellationToken enough) =>
            Step(() => world.PersonPresses(chat, Newest(b => b.Data == data).Message, data), data, expected, enough);

        private Task PressYes(string expected, CancellationToken enough)
        {
            (int message, InlineButton button) = Newest(b =>
                b.Data?.StartsWith("unlink:yes:", StringComparison.Ordinal) == true
            );
            return Step(() => world.PersonPresses(chat, message, button.Data!), "yes", expected, enough);
        }

        private (int Message, InlineButton Button) Newest(Func<InlineButton, bool> which)
        {
            ChatMessage message = world.BotMessages(chat).Last(m => m.Buttons.Any(row => row.Any(which)));
            return (message.Id, message.Buttons.SelectMany(row => row).First(which));
        }

        private async Task Step(Action act, string what, string expected, CancellationToken enough)
        {
            // Whatever came before is a repeat of the step before.
            Count();
            act();
            await world.When(w => New(w).Any(m => m.Text.Contains(expected))).WaitAsync(enough);
            foreach (ChatMessage stray in New(world).Where(m => !m.Text.Contains(expected)))
            {
                if (IsRepeat(stray))
                {
                    answersByStep[^1]++;
                }
                else
                {
                    Wrong.Add($"{what}: {stray.Text}");
                }
            }

            answersByStep.Add(New(world).Count(m => m.Text.Contains(expected)));
            read = world.BotMessages(chat)[^1].Id;
            (before, last) = (last, expected);
        }

        /// <summary>
        /// Also of the step before the last: what a killed process had sent may lie unread with a busy server until the next
        /// process has answered again and gone on.
        /// </summary>
        private bool IsRepeat(ChatMessage message) =>
            new[] { last, before }.Any(said => said.Length > 0 && message.Text.Contains(said));

        private void Count()
        {
            if (answersByStep.Count > 0)
            {
                answersByStep[^1] += New(world).Count(m => m.Text.Contains(last));
                read = world.BotMessages(chat) is [.., var newest] ? newest.Id : 0;
            }
        }

        private IEnumerable<ChatMessage> New(TelegramWorld w) => w.BotMessages(chat).Where(m => m.Id > read);
    }
}
