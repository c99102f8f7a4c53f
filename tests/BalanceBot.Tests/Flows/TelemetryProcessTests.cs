using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace BalanceBot.Tests.Flows;

/// <summary>Telemetry and the log's format as the executable has them.</summary>
public sealed class TelemetryProcessTests
{
    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_libraries_of_telemetry_are_loaded_only_where_it_is_on(bool isOn)
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__HEALTH__LISTEN", $"http://127.0.0.1:{Ports.Free()}");
        process.Set("BALANCEBOT__TELEMETRY__PROMETHEUS", isOn ? "true" : "false");
        process.Start();
        await process.FirstPoll(Enough);

        string maps = await File.ReadAllTextAsync($"/proc/{process.Id}/maps", Enough);

        Assert.Contains("LiteDB.dll", maps);
        Assert.Equal(isOn, maps.Contains("OpenTelemetry.dll"));
        Assert.Equal(0, await process.Stop());
    }

    [Fact]
    public async Task A_collector_that_hangs_holds_up_neither_the_start_nor_the_end()
    {
        await using BotProcess process = await BotProcess.Prepare();
        using TcpListener hanging = new(IPAddress.Loopback, 0);
        hanging.Start();
        process.Set("BALANCEBOT__TELEMETRY__OTLPENDPOINT", $"http://{hanging.LocalEndpoint}");
        process.Set("BALANCEBOT__TELEMETRY__TRACEPERCENT", "100");
        process.Start();
        await process.FirstPoll(Enough);
        process.World.PersonSays(process.World.AddPerson("Anna", "en").Id, "/start");
        await process.When(w => w.Unconfirmed == 0);

        Assert.Equal(0, await process.Stop().WaitAsync(TimeSpan.FromSeconds(10), Enough));
    }

    [Fact]
    public async Task A_log_for_machines_has_an_object_in_each_line_with_the_number_of_its_event()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__LOG__FORMAT", "json");
        process.Start();
        await process.FirstPoll(Enough);
        Assert.Equal(0, await process.Stop());

        IReadOnlyList<JsonElement> lines = [.. process.Output.Select(line => JsonElement.Parse(line))];
        JsonElement stopped = Assert.Single(lines, line => line.GetProperty("EventId").GetInt32() == 1012);
        Assert.Equal("Information", stopped.GetProperty("LogLevel").GetString());
        Assert.Equal(0, stopped.GetProperty("State").GetProperty("Waiting").GetInt32());
        Assert.EndsWith("Z", stopped.GetProperty("Timestamp").GetString());
    }

    [Fact]
    public async Task A_log_for_people_has_a_line_each_with_its_time_in_front()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Start();
        await process.FirstPoll(Enough);
        Assert.Equal(0, await process.Stop());

        Assert.NotEmpty(process.Output);
        Assert.All(
            process.Output,
            line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warn): BalanceBot\.", line)
        );
    }
}
