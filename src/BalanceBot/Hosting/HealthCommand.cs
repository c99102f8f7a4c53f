using System.Net;
using BalanceBot.Hosting.Settings;

namespace BalanceBot.Hosting;

/// <summary>The container's health check: asks the process beside it.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    public static async Task<int> Ask(HealthSettings settings, CancellationToken stop)
    {
        if (SettingsCheck.HealthAddress(settings.Listen) is not { } listen)
        {
            await Console.Error.WriteLineAsync("Health:Listen is empty or no address: there is nothing to ask.");
            return 1;
        }

        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = AtMost };
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(Reached(listen), "/health/ready"), stop);
            Console.WriteLine(await answer.Content.ReadAsStringAsync(stop));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"No answer at {listen}: is the bot running?");
            return 1;
        }
    }

    /// <summary>All addresses of the machine is one to listen at, and none to call.</summary>
    private static Uri Reached(Uri listen) =>
        IPAddress.TryParse(listen.Host.Trim('[', ']'), out IPAddress? address)
        && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? new UriBuilder(listen) { Host = "localhost" }.Uri
            : listen;
}
