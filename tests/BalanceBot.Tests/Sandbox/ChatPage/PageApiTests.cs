using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using BalanceBot.Sandbox.SampleBilling;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Sandbox.ChatPage;

public sealed class PageApiTests : IAsyncLifetime
{
    private readonly FakeTimeProvider inner = new(new(2031, 5, 7, 12, 0, 0, TimeSpan.Zero));
    private ChatPageFixture page = null!;

    public async ValueTask InitializeAsync() => page = await ChatPageFixture.Start(inner);

    public ValueTask DisposeAsync() => page.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(34_560_000)]
    public async Task The_clock_goes_forward_by_what_is_asked(long seconds)
    {
        (HttpStatusCode code, _) = await Post("/api/clock", new { forwardSeconds = seconds });

        Assert.Equal(HttpStatusCode.NoContent, code);
        Assert.Equal(inner.GetUtcNow().AddSeconds(seconds), page.Clock.Now);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(34_560_001)]
    [InlineData(long.MaxValue)]
    public async Task The_clock_goes_neither_back_nor_too_far(long seconds)
    {
        (HttpStatusCode code, string why) = await Post("/api/clock", new { forwardSeconds = seconds });

        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Equal("The clock goes forward, by 1 second to 400 days at once.", why);
        Assert.Equal(inner.GetUtcNow(), page.Clock.Now);
    }

    [Fact]
    public async Task A_charge_and_a_payment_are_done_and_told()
    {
        Assert.Equal(
            (HttpStatusCode.OK, """{"told":"19.90 NOK is charged to 700 124, the next charge is on 2031-05-09."}"""),
            await Post("/api/contracts/charge", new { contract = "700 124" })
        );
        Assert.Equal(
            (HttpStatusCode.OK, """{"told":"100.00 NOK is paid to 700 124."}"""),
            await Post("/api/contracts/pay", new { contract = "700 124", amount = "100" })
        );

        SampleContract contract = page.Billing.Contracts()[1];
        Assert.Equal(("138.30", "2031-05-09"), (contract.Balance, contract.NextCharge));
    }

    [Theory]
    [InlineData("700 129", "700 129 is frozen: nothing is charged.")]
    [InlineData("nobody", "There is not exactly one contract of this number in the file.")]
    [InlineData(null, "There is not exactly one contract of this number in the file.")]
    public async Task A_charge_that_cannot_be_is_refused_in_a_sentence(string? contract, string why) =>
        Assert.Equal((HttpStatusCode.BadRequest, why), await Post("/api/contracts/charge", new { contract }));

    [Theory]
    [InlineData("-1")]
    [InlineData(null)]
    public async Task A_payment_that_is_none_is_refused_in_a_sentence(string? amount) =>
        Assert.Equal(
            (HttpStatusCode.BadRequest, "A payment is a number above zero with at most two decimals, for example 200."),
            await Post("/api/contracts/pay", new { contract = "700 123", amount })
        );

    [Fact]
    public async Task Another_site_moves_no_clock()
    {
        using HttpRequestMessage foreign = new(HttpMethod.Post, "/api/clock")
        {
            Content = JsonContent.Create(new { forwardSeconds = 60 }),
            Headers = { { "Origin", "http://elsewhere.example" } },
        };

        using HttpResponseMessage answer = await page.Http.SendAsync(foreign, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(inner.GetUtcNow(), page.Clock.Now);
    }

    [Fact]
    public async Task The_stream_begins_with_the_clock_and_tells_every_move_and_what_it_charged()
    {
        inner.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo"));
        await using Stream stream = await page.Http.GetStreamAsync(
            new Uri("/api/stream", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        await using IAsyncEnumerator<SseItem<string>> events = SseParser
            .Create(stream)
            .EnumerateAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        JsonElement clock = (await Next("state")).GetProperty("clock");
        Assert.Equal(inner.GetUtcNow(), clock.GetProperty("now").GetDateTimeOffset());
        Assert.Equal("Europe/Oslo", clock.GetProperty("zone").GetString());

        await Post("/api/clock", new { forwardSeconds = 86_400 });
        Assert.Equal("38.30", (await Next("contracts"))[1].GetProperty("balance").GetString());
        Assert.Equal(inner.GetUtcNow().AddDays(1), (await Next("clock")).GetProperty("now").GetDateTimeOffset());

        async Task<JsonElement> Next(string name)
        {
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(name, events.Current.EventType);
            return JsonDocument.Parse(events.Current.Data).RootElement;
        }
    }

    private async Task<(HttpStatusCode, string)> Post(string path, object body)
    {
        using HttpResponseMessage answer = await page.Http.PostAsJsonAsync(
            path,
            body,
            TestContext.Current.CancellationToken
        );
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
