using System.Net;
using System.Net.Http.Headers;
using BalanceBot.Hosting.Inviting;

namespace BalanceBot.Tests.Flows;

/// <summary>How many links in a minute, of all instances together, and how many wrong keys.</summary>
public sealed class LinksApiShareTests : LinksApiGround
{
    [Fact]
    public async Task More_than_a_minutes_share_has_to_wait_and_is_told_how_long()
    {
        for (int request = 1; request <= 20; request++)
        {
            Assert.Equal(HttpStatusCode.Created, (await Ask("700 123")).Status);
        }

        (HttpStatusCode status, _, HttpResponseHeaders headers) = await Ask("700 123");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal(TimeSpan.FromMinutes(1), headers.RetryAfter!.Delta);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Created, (await Ask("700 123")).Status);
    }

    [Fact]
    public async Task Instances_over_one_store_answer_a_minutes_share_together()
    {
        await using LinksServer other = Over(billing, 20);
        await other.StartAsync(Stop);
        List<HttpStatusCode> told = [];
        for (int request = 1; request <= 15; request++)
        {
            told.Add((await Ask("700 123")).Status);
            using HttpRequestMessage there = Request("""{"contract":"700 123"}""", to: other);
            told.Add((await Send(there)).Status);
        }

        Assert.All(told[..20], status => Assert.Equal(HttpStatusCode.Created, status));
        Assert.All(told[20..], status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
    }

    [Fact]
    public async Task Strangers_are_limited_too_and_use_up_nothing_of_the_cabinets()
    {
        List<int> told = [];
        for (int guess = 1; guess <= 25; guess++)
        {
            using HttpRequestMessage request = Request("{}", key: $"a-wrong-key-{guess}");
            told.Add((int)(await Send(request)).Status);
        }

        Assert.Equal([.. Enumerable.Repeat(401, 20), .. Enumerable.Repeat(429, 5)], told);
        Assert.Equal(HttpStatusCode.Created, (await Ask("700 123")).Status);
    }
}
