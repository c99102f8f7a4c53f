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

    /// <summary>Somebody has moved it.</summary>
    public event EventHandler? Moved;

    /// <summary>A little time has passed faster than usual.</summary>
    public event EventHandler? Passed;

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
        Move(by);
        Moved?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>The same, but nobody asked for it: see <see cref="Hurry"/>.</summary>
    public void LetPass(TimeSpan by)
    {
        if (IsSameDay(by))
        {
            // The file stays as it is: one that is written again and again is never taken.
            lock (gate)
            {
                MoveAndKeep(by);
            }
        }
        else
        {
            Move(by);
        }

        Passed?.Invoke(this, EventArgs.Empty);
    }

    private bool IsSameDay(TimeSpan by) =>
        TimeZoneInfo.ConvertTime(Now, time.LocalTimeZone).Date
        == TimeZoneInfo.ConvertTime(Now + by, time.LocalTimeZone).Date;

    private void Move(TimeSpan by)
    {
        lock (gate)
        {
            // The file first: whoever wakes up on the new day finds the billing of that day.
            billing.PassDays(time.GetUtcNow() + by);
            MoveAndKeep(by);
        }
    }

    private void MoveAndKeep(TimeSpan by)
    {
        time.MoveForward(by);
        File.WriteAllText(keptIn, time.Moved.ToString("c", CultureInfo.InvariantCulture));
    }
}
