using System.Globalization;
using System.Text;
using BalanceBot.Billing;
using BalanceBot.Conversations;
using BalanceBot.Hosting;
using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Subscribers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>A thousand chats guess ten thousand documents of fifty contracts, through the server, for a day of virtual time.</summary>
public sealed class AttackTests
{
    private const int WithoutDocument = 47;
    private const int Twice = 48;
    private const int Nobodys = 49;

    /// <summary>Planted in all that must never be found again.</summary>
    private static readonly string[] Secrets = ["WRONGDOC", "RIGHTDOC", "PASSWORD-OF", "Hostile-Name", Scene.Token];

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Ten_thousand_guesses_open_nothing_meet_the_locks_as_set_and_disturb_no_owner()
    {
        LinkingSettings set = new();
        IReadOnlyList<Wave> waves = AttackPlan.Waves(new AttemptPolicy(set.WrongAttempts, set.Locks, set.ForgetAfter));
        Assert.Equal((10_000, 1000), (AttackPlan.Guesses, waves.Sum(wave => wave.Checked)));
        await using Scene scene = await Begin();
        using Crowd crowd = new(scene, time);
        CountingAttempts attempts = (CountingAttempts)scene.Bot.Part<IAttemptStore>();
        CountingBilling billing = (CountingBilling)scene.Bot.Part<IBilling>();
        long[] owners = await Owners(scene);
        long[] guessers = [.. Enumerable.Range(0, AttackPlan.Chats).Select(n => scene.Person($"Hostile-Name-{n}"))];
        await crowd.All(guessers, guesser => scene.World.PersonSays(guesser, "/link"));
        DateTimeOffset begin = time.GetUtcNow();

        foreach (Wave wave in waves)
        {
            Pass(until: begin + wave.At);
            int before = attempts.Allowed;
            await Guess(scene, crowd, guessers, wave);
            Assert.Equal((wave.Number, wave.Checked), (wave.Number, attempts.Allowed - before));
        }

        Assert.Equal((AttackPlan.Guesses, AttackPlan.Guesses * 2), (attempts.Reservations, attempts.KeysReserved));
        Assert.Equal(AttackPlan.Guesses, billing.Asked(nameof(IBilling.FindByNumber)));
        Assert.Equal(AttackPlan.Guesses, billing.Asked(nameof(IBilling.VerifyDocument)));
        AssertSameAnswers(crowd, guessers, waves.Count);
        await AssertNobodyGotIn(scene, guessers);
        AssertSecretsAreGone(scene, guessers);
        await AssertUndisturbed(scene, crowd, owners);
        await AssertTold(scene);
        await AssertNothingIsLeft(scene);
    }

    /// <summary>
    /// What the operator is told of it: the place for what the audit must show of such a day. Nothing that was typed may be
    /// part of it.
    /// </summary>
    private static async Task AssertTold(Scene scene)
    {
        string[] locked;
        lock (scene.Log)
        {
            locked = [.. scene.Log.Where(line => line.Contains("locked after too many attempts"))];
        }

        CountingAttempts attempts = (CountingAttempts)scene.Bot.Part<IAttemptStore>();
        // Of what is ambiguous that is told instead: a fiftieth of all guesses.
        int refusals = attempts.Reservations - attempts.Allowed;
        Assert.InRange(locked.Length, refusals - (AttackPlan.Guesses / AttackPlan.Contracts), refusals);
        Assert.Equal(AttackPlan.Guesses, attempts.OfAll);
        IReadOnlyList<AuditEntry> told = await scene
            .Bot.Part<IAuditStore>()
            .Audit(DateTimeOffset.MinValue, null, 2 * AttackPlan.Guesses);
        AuditKind[] refused = [AuditKind.Refused, AuditKind.Locked, AuditKind.Ambiguous];
        Assert.Equal(AttackPlan.Guesses, told.Count(entry => refused.Contains(entry.Kind)));
        Assert.Equal(refusals, told.Count(entry => entry.Kind == AuditKind.Locked));
        Assert.DoesNotContain(
            told,
            entry => Secrets.Any(secret => entry.ToString().Contains(secret, StringComparison.Ordinal))
        );
    }

    /// <summary>What an owner may hear of an attack: nothing but a notice, where there is one.</summary>
    private static bool IsNotice(ChatMessage message) =>
        message.Text.Contains("tried several times to link", StringComparison.Ordinal);

    private Task<Scene> Begin() =>
        Scene.Begin(
            time,
            contracts: Contracts(),
            settings: new Dictionary<string, string?> { ["Linking:LoginAndPassword"] = "true" },
            replace: services =>
                services
                    .AddSingleton<IBilling>(CountingBilling.Around)
                    .AddSingleton<IAttemptStore>(sp => new CountingAttempts(
                        sp.GetRequiredService<OpenStore>().Attempts
                    ))
        );

    /// <summary>Everything that a contract may be: with a document, without one, there twice, and not there at all.</summary>
    private static string Contracts()
    {
        StringBuilder file = new("contract,login,password,document,balance,currency,state\n");
        for (int n = 0; n < Nobodys; n++)
        {
            string document = n == WithoutDocument ? "" : Document(n);
            string row = Text($"{Number(n)},user{n},PASSWORD-OF-{n},{document},{5000 + n}.25,NOK,active\n");
            file.Append(row).Append(n == Twice ? row : "");
        }

        return file.ToString();
    }

    private static string Number(int contract) => Text($"C {contract:000}");

    private static string Document(int contract) => Text($"RIGHTDOC{contract:00000}");

    /// <summary>One owner for each contract that can be linked, linked before.</summary>
    private static async Task<long[]> Owners(Scene scene)
    {
        List<long> owners = [];
        for (int n = 0; n < Twice; n++)
        {
            long owner = scene.Person($"Owner {n}");
            await scene.LinkAtOnce(owner, $"C{n:000}", Number(n));
            owners.Add(owner);
        }

        return [.. owners];
    }

    /// <summary>From the button of the first answer, which keeps its meaning for ever.</summary>
    private static async Task Guess(Scene scene, Crowd crowd, long[] guessers, Wave wave)
    {
        Dictionary<long, int> numbers = guessers.Index().ToDictionary(g => g.Item, g => g.Index);
        await crowd.All(
            guessers,
            guesser => Assert.NotNull(scene.World.PersonPresses(guesser, crowd.Heard(guesser)[0].Id, "link:doc"))
        );
        await crowd.All(
            guessers,
            guesser => scene.World.PersonSays(guesser, Number(AttackPlan.ContractOf(numbers[guesser], wave.Number)))
        );
        await crowd.All(
            guessers,
            guesser =>
                scene.World.PersonSays(
                    guesser,
                    wave.GuessesRight
                        ? Document(AttackPlan.ContractOf(numbers[guesser], wave.Number))
                        : Text($"WRONGDOC{numbers[guesser]:0000}{wave.Number:00}")
                )
        );
    }

    /// <summary>Time stands still while they guess, but for moments; between the waves it jumps.</summary>
    private void Pass(DateTimeOffset until)
    {
        if (until > time.GetUtcNow())
        {
            time.Advance(until - time.GetUtcNow());
        }
    }

    private static void AssertSameAnswers(Crowd crowd, long[] guessers, int waves)
    {
        HashSet<string> answers = [];
        foreach (long guesser in guessers)
        {
            // The offer of ways, then for each guess: which contract, which document, and the answer.
            ChatMessage[] all = [.. crowd.Heard(guesser)];
            Assert.Equal(1 + (3 * waves), all.Length);
            answers.UnionWith(
                all.Index()
                    .Where(said => said.Index > 0 && said.Index % 3 == 0)
                    .Select(said =>
                        $"{said.Item.Text} {string.Join(' ', said.Item.Entities)} {said.Item.Markup?.ToJsonString()}"
                    )
            );
        }

        Assert.Contains("could not confirm", Assert.Single(answers));
    }

    private static async Task AssertNobodyGotIn(Scene scene, long[] guessers)
    {
        ITurnStore turns = scene.Bot.Part<OpenStore>().Turns;
        foreach (long guesser in guessers)
        {
            Assert.Empty((await turns.Load(new ChatId(guesser))).Subscriber.Links);
        }
    }

    private static void AssertSecretsAreGone(Scene scene, long[] guessers) =>
        Assert.All(
            guessers,
            guesser =>
                Assert.DoesNotContain(
                    scene.World.History(guesser),
                    message => message.Text.Contains("DOC", StringComparison.Ordinal)
                )
        );

    private async Task AssertUndisturbed(Scene scene, Crowd crowd, long[] owners)
    {
        Assert.All(owners, owner => Assert.DoesNotContain(crowd.Heard(owner), message => !IsNotice(message)));
        await crowd.All(owners, owner => scene.World.PersonSays(owner, "/balance"));
        bool HasHeard(int n) => crowd.Heard(owners[n]).Any(message => message.Text.Contains(Text($"{5000 + n:N0}.25")));

        // A notice of a lock may come between the question and its answer.
        for (int look = 0; look < 500 && !Enumerable.Range(0, owners.Length).All(HasHeard); look++)
        {
            time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.All(Enumerable.Range(0, owners.Length), n => Assert.True(HasHeard(n), $"owner {n}"));
    }

    private static async Task AssertNothingIsLeft(Scene scene)
    {
        await scene.Settled();
        lock (scene.Log)
        {
            Assert.DoesNotContain(scene.Log, line => line.StartsWith("Error:", StringComparison.Ordinal));
        }

        await scene.StopBot();
        Assert.Empty(SecretSearch.Found(Secrets, SecretSearch.PlacesOf(scene)));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
