using System.Globalization;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Ubilling;

/// <summary>From what the agent tells of a subscriber to a contract, as the same subscriber is told from the database.</summary>
internal sealed class AgentRows(UbillingSettings settings)
{
    /// <summary>In place of a day, and of a tariff to come.</summary>
    private const string None = "No";

    private const string NoTariff = "*_NO_TARIFF_*";

    /// <summary>All but prices, which the profile does not tell.</summary>
    public ContractSnapshot Of(ContractKey key, AgentSubscriber who, DateTimeOffset asked)
    {
        decimal balance = who.Profile.NeededSum("cash");
        decimal credit = Math.Max(0, who.Profile.Sum("credit") ?? 0);
        string? tariff = who.Profile.Word("tariff");
        return new ContractSnapshot(key, who.Contract ?? who.Login, new Money(balance, settings.Currency), asked)
        {
            Credit = credit,
            CreditUntil = CreditUntil(who.Profile),
            State = State(who.Profile, balance + credit),
            Tariff = tariff == NoTariff ? null : tariff,
        };
    }

    /// <summary>The tariff that follows; null: none.</summary>
    public static string? NextTariff(AgentSubscriber who) =>
        who.Profile.Word("tariffnm") is { } next && next != None && next != who.Profile.Word("tariff") ? next : null;

    /// <summary>
    /// A list of a tariff and services; one row may be both, where PHP has the same number for a key. It names nobody: with
    /// another tariff than the contract's it is another's.
    /// </summary>
    public ContractSnapshot Priced(ContractSnapshot contract, IReadOnlyList<JsonRow> rows)
    {
        if (rows.Count == 0)
        {
            return contract;
        }

        JsonRow tariff =
            TariffIn(rows, contract.Tariff ?? "")
            ?? throw new BadCellException("tariffname", "is not the tariff of the profile");
        return contract with
        {
            Price = PriceOf(tariff),
            Period = PeriodOf(tariff),
            Services =
            [
                .. rows.Where(row => row.Sum("vsrvprice") > 0)
                    .Select(row => new ExtraService(row.Word("vsrvname") ?? "Service", row.NeededSum("vsrvprice"))
                    {
                        Period = ServicePeriod(row.Whole("vsrvdaysperiod")),
                    }),
            ],
        };
    }

    /// <summary>Only to a tariff that is charged as often.</summary>
    public ContractSnapshot Changed(ContractSnapshot contract, string next, IReadOnlyList<JsonRow> rows) =>
        TariffIn(rows, next) is { } row && PriceOf(row) is { } price && PeriodOf(row) == contract.Period
            ? contract with
            {
                // The day is the calendar's to tell.
                Change = new TariffChange(DateOnly.MinValue, price) { Tariff = next },
            }
            : contract;

    private static JsonRow? TariffIn(IReadOnlyList<JsonRow> rows, string name) =>
        rows.FirstOrDefault(row => row.Word("tariffname") == name);

    private static decimal? PriceOf(JsonRow tariff) => tariff.Sum("tariffprice") is >= 0 and var price ? price : null;

    private ChargePeriod? PeriodOf(JsonRow tariff) =>
        tariff.Word("tariffdaysperiod") switch
        {
            "month" => settings.SpreadFee ? new ChargePeriod.SpreadOverMonth() : new ChargePeriod.Monthly(),
            "day" => new ChargePeriod.Daily(),
            _ => null,
        };

    /// <summary>Without a word in the billing it is once a month, as its own crontab does.</summary>
    private static ChargePeriod ServicePeriod(long? days) =>
        days switch
        {
            1 => new ChargePeriod.Daily(),
            >= 2 and <= 27 => new ChargePeriod.Rolling((int)days),
            _ => new ChargePeriod.Monthly(),
        };

    /// <summary>
    /// The day of the second at which the credit ends, which is mostly the first of a day: it is sure to be usable on the day
    /// before only.
    /// </summary>
    private static DateOnly? CreditUntil(JsonRow row) =>
        row.Word("creditexpire") is not { } text || text == None ? null
        : DateOnly.TryParseExact(
            text,
            "dd-MM-yyyy",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out DateOnly day
        )
        && day > DateOnly.MinValue
            ? day.AddDays(-1)
        : throw new BadCellException("creditexpire", "is no day such as 31-12-2026");

    private static ContractState State(JsonRow row, decimal available) =>
        row.Word("accountstate") switch
        {
            "active + disabled" or "frozen + disabled" => ContractState.Disabled,
            "frozen" => ContractState.Frozen,
            "active" => available < 0 ? ContractState.BlockedForDebt : ContractState.Active,
            _ => throw new BadCellException("accountstate", "is neither active nor frozen nor disabled"),
        };
}
