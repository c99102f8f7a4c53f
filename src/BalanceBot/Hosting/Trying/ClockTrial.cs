using BalanceBot.Hosting.Settings;

namespace BalanceBot.Hosting.Trying;

/// <summary>
/// The machine's clock beside Telegram's, which stands in the Date header of each of its answers
/// (https://www.rfc-editor.org/rfc/rfc9110#field.date, whole seconds). No token is sent.
/// </summary>
internal sealed class ClockTrial(BotSettings settings, TimeProvider time)
{
    private const string Clock = "clock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Odd = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Wrong = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<TrialLine>> Try(CancellationToken stop)
    {
        using HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        http.Timeout = Patience;
        long begun = time.GetTimestamp();
        try
        {
            using HttpRequestMessage question = new(HttpMethod.Get, new Uri(settings.Telegram.BaseUrl));
            using HttpResponseMessage answer = await http.SendAsync(
                question,
                HttpCompletionOption.ResponseHeadersRead,
                stop
            );
            long took = time.Since(begun);
            return answer.Headers.Date is { } theirs
                ? [Told(theirs, time.GetUtcNow(), TimeSpan.FromMilliseconds(took)) with { Milliseconds = took }]
                : [new(Clock, TrialResult.Note, "Not compared: the answer of Telegram bears no time.")];
        }
        catch (Exception broken)
            when (broken is HttpRequestException
                || broken is OperationCanceledException && !stop.IsCancellationRequested
            )
        {
            return [new(Clock, TrialResult.Note, "Not compared: Telegram does not answer.")];
        }
    }

    /// <param name="theirs">When they answered, cut to the second.</param>
    /// <param name="took">From the question to the answer.</param>
    public static TrialLine Told(DateTimeOffset theirs, DateTimeOffset ours, TimeSpan took)
    {
        DateTimeOffset asked = ours - took;
        TimeSpan ahead =
            asked > theirs + TimeSpan.FromSeconds(1) ? asked - theirs
            : ours < theirs ? ours - theirs
            : TimeSpan.Zero;
        return Told(ahead, "Telegram's");
    }

    /// <param name="whose">The clock with which ours was compared: "Telegram's".</param>
    public static TrialLine Told(TimeSpan ahead, string whose)
    {
        TrialResult result =
            ahead.Duration() >= Wrong ? TrialResult.Wrong
            : ahead.Duration() >= Odd ? TrialResult.Warning
            : TrialResult.Fine;
        return new(
            Clock,
            result,
            result == TrialResult.Fine
                ? $"The machine's clock goes with {whose}."
                : $"The machine's clock is {ahead.Duration().TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} {whose}: switch time synchronisation on (timedatectl set-ntp true)."
        );
    }
}
