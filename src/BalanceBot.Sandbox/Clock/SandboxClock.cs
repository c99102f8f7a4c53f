using System.Globalization;
using BalanceBot.Sandbox.SampleBilling;

namespace BalanceBot.Sandbox.Clock;

/// <summary>The clock as people move it: the billing charges for the days that pass, and writes a fresh file.</summary>
/// <param name="keptIn">
/// The file that remembers how far it was moved: a kept folder, opened again, would lie in the future otherwise.
/// </param>
internal sealed class SandboxClock(MovableTime time, BillingFile billing, string keptIn)
{
    private readonly Lock gate = new();

    public event EventHandler? Moved;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>By the name that browsers know; on Windows the system has names of its own.</summary>
    public string Zone =>
        TimeZoneInfo.TryConvertWindowsIdToIanaId(time.LocalTimeZone.Id, out string? iana)
            ? iana
            : time.LocalTimeZone.Id;

    /// <summary>As far ahead of the real time as it was.</summary>
    public void Resume()
    {
        if (
            File.Exists(keptIn)
            && TimeSpan.TryParse(File.ReadAllText(keptIn), CultureInfo.InvariantCulture, out TimeSpan ahead)
            && ahead > TimeSpan.Zero
        )
        {
            time.MoveForward(ahead);
        }
    }

    public void Forward(TimeSpan by)
    {
        lock (gate)
        {
            // The file first: whoever wakes up on the new day finds the billing of that day.
            billing.PassDays(time.GetUtcNow() + by);
            time.MoveForward(by);
            File.WriteAllText(keptIn, time.Moved.ToString("c", CultureInfo.InvariantCulture));
        }

        Moved?.Invoke(this, EventArgs.Empty);
    }
}
