using BalanceBot.Subscribers;

namespace BalanceBot.Storage.PostgreSql;

internal sealed record StoredChoices(
    bool[]? Days,
    TimeOnly? From,
    TimeOnly? To,
    string? Zone,
    bool? Payments,
    bool? AllRight
);

internal sealed record StoredTerms(bool Off, decimal? Threshold, long? Snoozed, string? Standing = null)
{
    public static StoredTerms? Of(LinkChoices terms) =>
        terms == LinkChoices.None
            ? null
            : new StoredTerms(!terms.On, terms.Threshold, terms.SnoozedUntil?.UtcTicks, terms.Standing);

    public LinkChoices ToTerms() =>
        new()
        {
            On = !Off,
            Threshold = Threshold,
            SnoozedUntil = Stored.TimeOrNull(Snoozed),
            Standing = Standing,
        };
}

/// <param name="Number">In clear; null: it is in <paramref name="Sealed"/>.</param>
internal sealed record StoredLink(
    string Key,
    string? Number,
    int Way,
    long At,
    StoredTerms? Terms,
    byte[]? Sealed = null,
    bool Suspended = false,
    int? Used = null,
    int? Ends = null,
    StoredPromise? Promise = null
)
{
    public static StoredLink Of(Link link, ChatId chat, KeyRing keys)
    {
        byte[]? closed = keys.Close(SealedPlace.OfLink(chat.Value, link.ContractKey), link.ContractNumber);
        return new(
            link.ContractKey,
            closed is null ? link.ContractNumber : null,
            (int)link.Way,
            link.LinkedAt.UtcTicks,
            StoredTerms.Of(link.Choices),
            closed,
            link.IsSuspended,
            link.UsedOn?.DayNumber,
            link.EndsOn?.DayNumber,
            StoredPromise.Of(link.Promise)
        );
    }

    public Link ToLink(ChatId chat, KeyRing keys) =>
        new(
            Key,
            Sealed is null ? Number ?? "" : keys.Open(SealedPlace.OfLink(chat.Value, Key), Sealed),
            (LinkWay)Way,
            Stored.Time(At)
        )
        {
            Choices = Terms?.ToTerms() ?? LinkChoices.None,
            IsSuspended = Suspended,
            UsedOn = Stored.Day(Used),
            EndsOn = Stored.Day(Ends),
            Promise = Promise?.ToPromise(),
        };
}

internal sealed record StoredPromise(long At, string Currency, decimal? Amount, decimal? Price, int? Until)
{
    public static StoredPromise? Of(AskedPromise? asked) =>
        asked is null
            ? null
            : new StoredPromise(asked.At.UtcTicks, asked.Currency, asked.Amount, asked.Price, asked.Until?.DayNumber);

    public AskedPromise ToPromise() => new(Stored.Time(At), Currency, Amount, Price, Stored.Day(Until));
}
