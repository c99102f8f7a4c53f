using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Conversations;

/// <summary>What was paid and charged: in words by months, and as a picture.</summary>
internal sealed partial class Turn
{
    private async Task<Body.Text> ShowHistory(Heard heard, Voice voice, CancellationToken stop)
    {
        Link link = Asked(heard)!;
        Month current = Month.Of(voice.DayOf(work.Now));
        Month month = heard.Month is { } asked && asked.IsBefore(current) ? asked : current;
        ContractBalance seen = await See(link, stop);
        if (seen.Answer is not BillingAnswer<ContractSnapshot>.Found(var contract))
        {
            return Unseen(seen, voice, voice.HistoryAway(link, month));
        }

        (BillingAnswer<IReadOnlyList<Movement>>? paid, BillingAnswer<IReadOnlyList<Movement>>? charged) =
            await Movements(contract.Key, month.In(voice.Zone), stop);
        return (paid, charged) switch
        {
            (BillingAnswer<IReadOnlyList<Movement>>.Unavailable, _)
            or (_, BillingAnswer<IReadOnlyList<Movement>>.Unavailable) => voice.HistoryAway(link, month),
            _ => voice.History(
                new MonthTold(link, month, contract.Balance.Currency, Listed(paid), Listed(charged), heard.Sheet),
                work.Now
            ),
        };
    }

    /// <summary>Where it cannot be drawn, the words that belong below the picture.</summary>
    private async Task<Body> ShowPicture(Heard heard, Voice voice, CancellationToken stop)
    {
        Link link = Asked(heard)!;
        ContractBalance seen = await See(link, stop);
        DateOnly today = voice.DayOf(work.Now);
        Body.Text away = voice.HistoryAway(link, Month.Of(today));
        if (seen.Answer is not BillingAnswer<ContractSnapshot>.Found(var contract))
        {
            return Unseen(seen, voice, away);
        }

        // To the end of today: a billing that tells only days may tell today's at noon.
        Period period = new(
            Month.Begin(today.AddDays(-Course.DaysBack), voice.Zone),
            Month.Begin(today.AddDays(1), voice.Zone)
        );
        (BillingAnswer<IReadOnlyList<Movement>>? paid, BillingAnswer<IReadOnlyList<Movement>>? charged) =
            await Movements(contract.Key, period, stop);
        if (
            paid is BillingAnswer<IReadOnlyList<Movement>>.Unavailable
            || charged is BillingAnswer<IReadOnlyList<Movement>>.Unavailable
        )
        {
            return away;
        }

        if (
            Listed(paid) is not { } payments
            || Listed(charged) is not { } charges
            || Course.Of(contract, payments, charges, today, voice.DayOf) is not { } course
        )
        {
            return voice.NoPicture(link.ContractNumber);
        }

        Body.Text words = voice.CourseInWords(link, course, today);
        return await work.Painter.Paint(voice.ChartOf(link.ContractNumber, course), stop) is { } picture
            ? new Body.Photo(picture, words)
            : words;
    }

    private Body.Text Unseen(ContractBalance seen, Voice voice, Body.Text away) =>
        seen.Answer is BillingAnswer<ContractSnapshot>.Unavailable ? away : voice.Balances([seen], work.Now);

    /// <summary>Null: the billing does not tell them, ever.</summary>
    private async Task<(BillingAnswer<IReadOnlyList<Movement>>?, BillingAnswer<IReadOnlyList<Movement>>?)> Movements(
        ContractKey contract,
        Period period,
        CancellationToken stop
    )
    {
        Task<BillingAnswer<IReadOnlyList<Movement>>>? paid = work.Billing.Abilities.HasFlag(BillingAbilities.Payments)
            ? work.Billing.Payments(contract, period, stop)
            : null;
        Task<BillingAnswer<IReadOnlyList<Movement>>>? charged = work.Billing.Abilities.HasFlag(BillingAbilities.Charges)
            ? work.Billing.Charges(contract, period, stop)
            : null;
        return (paid is null ? null : await paid, charged is null ? null : await charged);
    }

    /// <summary>Of a contract that is gone since it was looked at, none.</summary>
    private static IReadOnlyList<Movement>? Listed(BillingAnswer<IReadOnlyList<Movement>>? answer) =>
        answer switch
        {
            null => null,
            BillingAnswer<IReadOnlyList<Movement>>.Found(var found) => found,
            _ => [],
        };
}
