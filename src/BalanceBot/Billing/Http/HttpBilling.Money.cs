using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BalanceBot.Billing.Web;
using static BalanceBot.Billing.Http.Names;

namespace BalanceBot.Billing.Http;

/// <summary>What was paid and charged, and promised payments.</summary>
internal sealed partial class HttpBilling
{
    private const int IdempotencyKeyLength = 32;

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Movements(Paths.Payments, key, period, stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Movements(Paths.Charges, key, period, stop);

    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        Promised(Paths.Promise, key, Of(key), HttpPatience.Soon, stop);

    /// <summary>Whoever asks for the same again on the same day, not knowing what came of it, asks by the same key.</summary>
    public Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        CancellationToken stop
    )
    {
        JsonObject question = Of(key);
        question[Fields.Amount] = Text(offer.Amount);
        question[Fields.Price] = Text(offer.Price);
        question[Fields.Until] = offer.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string same = $"{question.ToJsonString()} {time.GetUtcNow():yyyy-MM-dd}";
        question[Fields.IdempotencyKey] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(same)))[
            ..IdempotencyKeyLength
        ];
        return Promised(Paths.TakePromise, key, question, HttpPatience.Once, stop);
    }

    private async Task<BillingAnswer<PromisedPayment>> Promised(
        string path,
        ContractKey key,
        JsonObject question,
        HttpPatience patience,
        CancellationToken stop
    )
    {
        if (!Askable.Is(key.Value))
        {
            return new BillingAnswer<PromisedPayment>.NotFound();
        }

        return await Ask(path, question, patience, Read, stop) switch
        {
            HttpReply<PromisedPayment?>.Said { Value: { } promise } => new BillingAnswer<PromisedPayment>.Found(
                promise
            ),
            HttpReply<PromisedPayment?>.Failed failed => failed.As<PromisedPayment>(),
            _ => new BillingAnswer<PromisedPayment>.NotFound(),
        };

        PromisedPayment? Read(JsonRow reply)
        {
            if (IsUnknown(reply))
            {
                return null;
            }

            Held.Key(reply.Needed(Fields.Key), key);
            return ContractReader.Promise(reply);
        }
    }

    private async Task<BillingAnswer<IReadOnlyList<Movement>>> Movements(
        string path,
        ContractKey key,
        Period period,
        CancellationToken stop
    )
    {
        if (!Askable.Is(key.Value))
        {
            return new BillingAnswer<IReadOnlyList<Movement>>.NotFound();
        }

        JsonObject question = Of(key);
        question[Fields.From] = Text(period.From);
        question[Fields.To] = Text(period.To);
        return await Ask(path, question, HttpPatience.Soon, Read, stop) switch
        {
            HttpReply<Movement[]?>.Said { Value: { } all } => new BillingAnswer<IReadOnlyList<Movement>>.Found([
                .. all.Where(one => one.At >= period.From && one.At < period.To).OrderByDescending(one => one.At),
            ]),
            HttpReply<Movement[]?>.Failed failed => failed.As<IReadOnlyList<Movement>>(),
            _ => new BillingAnswer<IReadOnlyList<Movement>>.NotFound(),
        };

        Movement[]? Read(JsonRow reply)
        {
            if (IsUnknown(reply))
            {
                return null;
            }

            Held.Key(reply.Needed(Fields.Key), key);
            return [.. List(reply, Fields.Movements).Select(ContractReader.Movement)];
        }
    }

    /// <summary>"key": null is no contract; an answer without a key is something else, such as an error.</summary>
    private static bool IsUnknown(JsonRow reply) =>
        reply.Has(Fields.Key) ? reply.Text(Fields.Key) is null : throw new BadCellException(Fields.Key, "is missing");

    private static string? Text(decimal? sum) => sum?.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
