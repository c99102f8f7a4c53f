using System.Text.Json;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Ubilling;

internal sealed record ApiTariff(decimal? Price, ChargePeriod? Period);

/// <summary>What the remote API tells of all: prices by the names of tariffs, and names by the numbers of services.</summary>
internal sealed record ApiLists(
    IReadOnlyDictionary<string, ApiTariff> Tariffs,
    IReadOnlyDictionary<string, string> Services
)
{
    private const int Month = 30;

    public static ApiLists Of(IReadOnlyList<JsonRow> tariffs, IReadOnlyList<JsonRow> services, bool isSpread) =>
        new(
            tariffs
                .DistinctBy(one => one.Needed("name"), StringComparer.Ordinal)
                .ToDictionary(one => one.Needed("name"), one => Tariff(one, isSpread), StringComparer.Ordinal),
            services
                .DistinctBy(one => one.Needed("id"), StringComparer.Ordinal)
                .ToDictionary(one => one.Needed("id"), one => one.Word("name") ?? "Service", StringComparer.Ordinal)
        );

    private static ApiTariff Tariff(JsonRow row, bool isSpread) =>
        new(
            row.Sum("payment") is >= 0 and var price ? price : null,
            row.Whole("payment_interval") switch
            {
                Month => isSpread ? new ChargePeriod.SpreadOverMonth() : new ChargePeriod.Monthly(),
                1 => new ChargePeriod.Daily(),
                _ => null,
            }
        );
}

/// <summary>From a subscriber in the list of the remote API to a contract.</summary>
internal sealed class ApiRows(string currency)
{
    private const string NoTariff = "*_NO_TARIFF_*";

    public ContractSnapshot Of(JsonElement element, ApiLists lists, DateTimeOffset asked)
    {
        JsonRow row = JsonRow.Of(element) ?? throw new BadCellException("subscriber", "is no object");
        string login = row.Needed("login");
        decimal balance = row.NeededSum("balance");
        decimal credit = Math.Max(0, row.Sum("credit") ?? 0);
        string? tariff = Only(row.Row("tariff"), "current")?.Word("id");
        ApiTariff? priced = tariff is null ? null : lists.Tariffs.GetValueOrDefault(tariff);
        return new ContractSnapshot(new ContractKey(login), Number(row) ?? login, new Money(balance, currency), asked)
        {
            Credit = credit,
            State = State(row, balance + credit),
            Tariff = tariff == NoTariff ? null : tariff,
            Price = priced?.Price,
            Period = priced?.Period,
            Services = Services(element, lists),
            Change = Change(row, priced, lists),
        };
    }

    public static string LoginOf(JsonElement element) =>
        JsonRow.Of(element)?.Needed("login") ?? throw new BadCellException("subscriber", "is no object");

    private static string? Number(JsonRow row) => Only(row, "agreement")?.Word("number");

    /// <summary>It writes lists of one.</summary>
    private static JsonRow? Only(JsonRow? row, string name) => row?.Rows(name) is [var only] ? only : null;

    private static ContractState State(JsonRow row, decimal available) =>
        row.Whole("state_id") switch
        {
            2 => ContractState.Frozen,
            3 => ContractState.Disabled,
            // 1: no money; 4: no tariff yet; 5: at work. The list compares texts; the sums know better.
            1 or 4 or 5 => available < 0 ? ContractState.BlockedForDebt : ContractState.Active,
            _ => throw new BadCellException("state_id", "is none of 1 to 5"),
        };

    /// <summary>It does not tell how often each is charged: without a word in the billing that is once a month.</summary>
    private static IReadOnlyList<ExtraService> Services(JsonElement element, ApiLists lists) =>
        !element.TryGetProperty("service", out JsonElement all) || all.ValueKind != JsonValueKind.Object
            ? []
            :
            [
                .. all.EnumerateObject()
                    .SelectMany(one =>
                        (JsonRow.Many(one.Value) ?? throw new BadCellException("service", "is no list"))
                            .Select(row => row.NeededSum("cost"))
                            .Where(price => price > 0)
                            .Select(price => new ExtraService(
                                lists.Services.GetValueOrDefault(one.Name, "Service"),
                                price
                            )
                            {
                                Period = new ChargePeriod.Monthly(),
                            })
                    ),
            ];

    private static TariffChange? Change(JsonRow row, ApiTariff? now, ApiLists lists) =>
        Only(row.Row("tariff"), "new") is { } next
        && next.Word("id") is { } name
        && lists.Tariffs.GetValueOrDefault(name) is { Price: { } price } then
        && then.Period == now?.Period
            // The day is the calendar's to tell.
            ? new TariffChange(DateOnly.MinValue, price) { Tariff = name }
            : null;
}
