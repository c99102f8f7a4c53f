using BalanceBot.Billing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Billing;

public sealed class PatientBillingTests
{
    private readonly FakeTimeProvider time = new();
    private readonly List<string> log = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_comes_through_as_it_is()
    {
        using PatientBilling patient = Around(new PlainBilling([new Sample("700 123", 5m)]));

        BillingAnswer<ContractKey> found = await patient.FindByNumber("700123", Stop);
        BillingAnswer<ContractKey> none = await patient.FindByNumber("1", Stop);

        Assert.IsType<BillingAnswer<ContractKey>.Found>(found);
        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(none);
    }

    [Fact]
    public async Task A_billing_that_does_not_answer_in_time_is_unavailable_even_if_it_does_not_listen()
    {
        using PatientBilling patient = Around(new Scripted(_ => new TaskCompletionSource<int>().Task));
        Task<BillingAnswer<ContractKey>> asked = patient.FindByNumber("1", Stop);
        time.Advance(TimeSpan.FromSeconds(10));

        BillingAnswer<ContractKey>.Unavailable away = Assert.IsType<BillingAnswer<ContractKey>.Unavailable>(
            await asked
        );
        Assert.Equal("no answer in time", away.Reason);
    }

    [Fact]
    public async Task Many_contracts_are_asked_for_with_the_same_patience()
    {
        using PatientBilling patient = Around(new Scripted(_ => new TaskCompletionSource<int>().Task));
        Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> asked = patient.SnapshotsOf([new("1"), new("2")], Stop);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.IsType<BillingAnswer<IReadOnlyList<ContractSnapshot>>.Unavailable>(await asked);
    }

    [Fact]
    public async Task A_bug_of_an_adapter_is_told_by_its_kind_and_never_by_its_words()
    {
        using PatientBilling patient = Around(
            new Scripted(_ => throw new InvalidOperationException("document 4510 123456 is odd"))
        );

        BillingAnswer<ContractKey>.Unavailable away = Assert.IsType<BillingAnswer<ContractKey>.Unavailable>(
            await patient.FindByNumber("1", Stop)
        );

        Assert.Equal("InvalidOperationException", away.Reason);
        Assert.DoesNotContain(log, line => line.Contains("4510"));
    }

    [Fact]
    public async Task No_more_questions_than_allowed_are_under_way_and_waiting_for_a_place_counts_as_waiting()
    {
        int underWay = 0;
        List<TaskCompletionSource<int>> open = [];
        using PatientBilling patient = Around(
            new Scripted(_ =>
            {
                underWay++;
                open.Add(new TaskCompletionSource<int>());
                return open[^1].Task;
            }),
            mostAtOnce: 2
        );
        Task<BillingAnswer<ContractKey>>[] asked =
        [
            .. Enumerable.Range(1, 3).Select(n => patient.FindByNumber($"{n}", Stop)),
        ];

        Assert.Equal(2, underWay);
        time.Advance(TimeSpan.FromSeconds(10));
        BillingAnswer<ContractKey>[] answers = await Task.WhenAll(asked);
        Assert.All(answers, answer => Assert.IsType<BillingAnswer<ContractKey>.Unavailable>(answer));
        Assert.Equal(2, underWay);
    }

    [Fact]
    public async Task Who_stops_is_not_told_that_the_billing_is_away()
    {
        using CancellationTokenSource stop = new();
        using PatientBilling patient = Around(new Scripted(_ => new TaskCompletionSource<int>().Task));
        Task asked = patient.FindByNumber("1", stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    private PatientBilling Around(IBilling inner, int mostAtOnce = 8) =>
        new(
            inner,
            new BillingSettings { Timeout = TimeSpan.FromSeconds(10), MostAtOnce = mostAtOnce },
            time,
            LoggerFactory.Create(logging => logging.AddProvider(new Lines(log))).CreateLogger<PatientBilling>()
        );

    /// <summary>Answers every question by one script.</summary>
    private sealed class Scripted(Func<CancellationToken, Task<int>> answer) : DoubleOfBilling
    {
        public override async Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
            new BillingAnswer<ContractKey>.Found(new ContractKey($"{await answer(stop)}"));

        public override Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
            FindByNumber(login, stop);

        public override async Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
            IReadOnlyCollection<ContractKey> keys,
            CancellationToken stop
        )
        {
            await answer(stop);
            return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found([]);
        }
    }
}
