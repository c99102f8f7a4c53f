using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Tests.Flows;

namespace BalanceBot.Tests.Hosting.Telemetry;

/// <summary>What is exported while people link, guess wrong and are told: figures, and nothing about anybody.</summary>
public sealed partial class TelemetryTests
{
    private static readonly string[] Secrets =
    [
        "4510 123456",
        "4510123456",
        "4510-999-000",
        "Correct-Horse-9",
        "wrong-password-typed-by-anna",
        "anna.k",
        "+47 000 00 001",
        "Oppdiktet",
        "Anna-the-first-name",
        "700 123",
        "700123",
        Scene.Token,
        "a-made-up-token",
        "7000000001",
    ];

    /// <summary>The story has many messages, and the pace of a chat is not what it is about.</summary>
    private static readonly Dictionary<string, string?> Quick = new() { ["Outbox:PerChatBurst"] = "20" };

    [Fact]
    public async Task Nothing_that_is_exported_names_a_person_a_chat_a_contract_or_the_token()
    {
        await using Collector collector = await Collector.Start();
        int port = Ports.Free();
        await using Scene scene = await Scene.Begin(
            settings: new Dictionary<string, string?>(Quick)
            {
                ["Telemetry:OtlpEndpoint"] = collector.Address,
                ["Telemetry:TracePercent"] = "100",
                ["Telemetry:Prometheus"] = "true",
                ["Health:Listen"] = $"http://127.0.0.1:{port}",
            }
        );
        using Heard heard = new();
        long anna = scene.Person("Anna-the-first-name");

        await Story(scene, anna);
        using HttpClient http = new();
        string scraped = await http.GetStringAsync(
            new Uri($"http://127.0.0.1:{port}/metrics"),
            TestContext.Current.CancellationToken
        );
        heard.Look();
        await scene.StopBot();

        byte[][] places =
        [
            Encoding.UTF8.GetBytes(scraped),
            .. collector.Taken("/v1/traces"),
            .. collector.Taken("/v1/metrics"),
            Encoding.UTF8.GetBytes(Written(heard)),
        ];
        Assert.NotEmpty(collector.Taken("/v1/traces"));
        Assert.NotEmpty(collector.Taken("/v1/metrics"));
        Assert.Contains(places, place => Holds(place, "http_client_request_duration"));
        Assert.Contains(places, place => Holds(place, "AwaitingDocument"));
        foreach (string secret in Secrets.Append(anna.ToString(CultureInfo.InvariantCulture)))
        {
            Assert.All(places, place => Assert.False(Holds(place, secret), $"{secret} is exported"));
        }
    }

    [Fact]
    public async Task Every_label_is_a_word_of_the_source_and_never_a_number()
    {
        await using Scene scene = await Scene.Begin(settings: new Dictionary<string, string?>(Quick));
        using Heard heard = new();

        await Story(scene, scene.Person());

        Assert.NotEmpty(heard.Measured);
        Assert.NotEmpty(heard.Spans);
        IEnumerable<string> labels = heard
            .Measured.SelectMany(one => one.Labels)
            .Concat(heard.Spans.SelectMany(span => span.TagObjects.Where(tag => tag.Key != "balancebot.attempt")))
            .Select(label => Assert.IsType<string>(label.Value))
            .Distinct(StringComparer.Ordinal);
        Assert.All(labels, label => Assert.Matches(Word(), label));
    }

    [Fact]
    public async Task A_turn_is_one_trace_with_its_question_its_commit_and_its_message_below()
    {
        await using Scene scene = await Scene.Begin(settings: new Dictionary<string, string?>(Quick));
        long anna = scene.Person();
        using Heard heard = new();

        await scene.Link(anna);
        await scene.StopBot();

        Activity turn = Assert.Single(
            heard.Spans,
            span =>
                span.OperationName == "process update"
                && Equals(span.GetTagItem("balancebot.state.before"), "AwaitingDocument")
                && heard.Spans.Any(one => one.ParentSpanId == span.SpanId && one.OperationName == "send message")
        );
        Assert.Null(turn.ParentId);
        Assert.Equal("text", turn.GetTagItem("balancebot.update.kind"));
        Assert.Equal("Idle", turn.GetTagItem("balancebot.state.after"));
        Assert.Equal("committed", turn.GetTagItem("balancebot.outcome"));
        IEnumerable<string> below = heard
            .Spans.Where(span => span.ParentSpanId == turn.SpanId)
            .Select(span => span.OperationName);
        Assert.Equal(["ask billing", "commit", "send message"], below.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_happens_is_counted_where_it_happens()
    {
        // The first scan comes right after the start.
        using Heard heard = new();
        await using Scene scene = await Scene.Begin(settings: new Dictionary<string, string?>(Quick));

        await Story(scene, scene.Person());

        Assert.True(heard.Has("messaging.client.consumed.messages"));
        Assert.True(heard.Has("messaging.process.duration", ("balancebot.update.kind", "press")));
        Assert.True(
            heard.Has(
                "messaging.client.sent.messages",
                ("balancebot.message.class", "answer"),
                ("balancebot.outcome", "too_many")
            )
        );
        Assert.True(heard.Has("balancebot.outbox.pauses", ("balancebot.scope", "all")));
        Assert.True(heard.Has("balancebot.linking.attempts", ("balancebot.outcome", "not_proved")));
        Assert.True(heard.Has("balancebot.linking.attempts", ("balancebot.outcome", "proved")));
        Assert.True(
            heard.Has(
                "balancebot.billing.question.duration",
                ("balancebot.billing.question", "verify_document"),
                ("balancebot.outcome", "refused")
            )
        );
        Assert.True(heard.Has("db.client.operation.duration", ("db.system.name", "litedb")));
        Assert.True(heard.Has("balancebot.scan.runs", ("balancebot.outcome", "complete")));
    }

    private static async Task Story(Scene scene, long anna)
    {
        await scene.Link(anna, document: "4510-999-000");
        await scene.Ask(anna, "/link");
        await scene.Press(anna, "Login and password");
        await scene.Ask(anna, "anna.k");
        await scene.Ask(anna, "wrong-password-typed-by-anna");
        await scene.Link(anna);
        await scene.Next(anna, () => scene.World.PersonSendsContact(anna, "+47 000 00 001", anna));
        scene.World.Faults.Add(new Fault(FaultKind.TooMany, "sendMessage", Seconds: 1) { Times = 1 });
        scene.World.Faults.Add(new Fault(FaultKind.ServerError, "deleteMessage") { Times = 1 });
        await scene.Ask(anna, "/link 700123 4510123456");
        await scene.Ask(anna, "/balance");
        await scene.Settled();
    }

    private static string Written(Heard heard) =>
        string.Join(
            '\n',
            heard
                .Measured.Select(one =>
                    $"{one.Instrument.Name} {string.Join(' ', one.Labels.Select(l => $"{l.Key}={l.Value}"))}"
                )
                .Concat(
                    heard.Spans.Select(span =>
                        $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects.Select(t => $"{t.Key}={t.Value}"))} {string.Join(' ', span.Baggage)} {string.Join(' ', span.Events.Select(e => e.Name))}"
                    )
                )
        );

    private static bool Holds(byte[] place, string words) => place.AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)) >= 0;

    [GeneratedRegex("^[A-Za-z_]+$", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
