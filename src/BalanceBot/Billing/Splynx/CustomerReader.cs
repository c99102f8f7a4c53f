using System.Globalization;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>From a customer and their billing information to a contract that lasts as long as Splynx says.</summary>
internal sealed class CustomerReader(SplynxSettings settings, TimeZoneInfo zone, HolderMark? holders)
{
    public const string Additional = "additional_attributes";

    private const int FarthestDay = 3660;

    /// <summary>What a field check at start looks for.</summary>
    public static IReadOnlyList<string> CustomerFields { get; } = ["id", "login", "name", "status", "billing_type"];

    public static IReadOnlyList<string> BillingFields { get; } =
    ["deposit", "blocking_date", "howManyDaysLeft", "paymentPerMonth"];

    /// <summary>Null: this customer has none.</summary>
    public string? Number(JsonRow customer) =>
        IsOwn(settings.NumberField)
            ? customer.Word(settings.NumberField)
            : customer.Row(Additional)?.Word(settings.NumberField);

    public string? Document(JsonRow customer) => customer.Row(Additional)?.Word(settings.DocumentField);

    /// <summary>A field of every customer, and no additional one.</summary>
    public static bool IsOwn(string field) => field is "login" or "id";

    public static bool IsDeleted(JsonRow customer) => customer.Text("deleted") is "1" or "true";

    public ContractSnapshot Contract(JsonRow customer, JsonRow billing, DateTimeOffset asked)
    {
        DateOnly today = Day(asked);
        decimal deposit = billing.NeededSum("deposit");
        ContractState state = State(customer);
        DateOnly? ends = Ends(billing, today);
        // In debt, and on: Splynx waits until the day on which it blocks.
        bool isWaiting = state == ContractState.Active && deposit < 0 && ends > today;
        return new ContractSnapshot(
            CustomerId.Of(customer).Key,
            Number(customer) ?? customer.Needed("login"),
            new Money(deposit, settings.Currency),
            asked
        )
        {
            Credit = isWaiting ? -deposit : 0,
            CreditUntil = isWaiting ? ends!.Value.AddDays(-1) : null,
            State = state,
            Price = Price(customer, billing),
            Period = IsDaily(customer) ? new ChargePeriod.Daily() : new ChargePeriod.Monthly(),
            NextCharge = IsDaily(customer) ? null : ends,
            Holder = holders?.Of(customer.Text("name"), null),
        };
    }

    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>The start of a day there.</summary>
    public DateTimeOffset Start(DateOnly day)
    {
        DateTime local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsDaily(JsonRow customer) => customer.Text("billing_type") == "prepaid_daily";

    private static decimal? Price(JsonRow customer, JsonRow billing)
    {
        string field = IsDaily(customer) ? "daily_prepaid_cost" : "paymentPerMonth";
        return (IsDaily(customer) ? customer : billing).Sum(field) switch
        {
            < 0 => throw new BadCellException(field, "is negative"),
            var price => price,
        };
    }

    /// <summary>The day it blocks, or the last of the days that are left.</summary>
    private static DateOnly? Ends(JsonRow billing, DateOnly today) =>
        billing.Date("blocking_date")
        ?? (billing.Whole("howManyDaysLeft") is { } days and >= 0 and <= FarthestDay ? today.AddDays((int)days) : null);

    private static ContractState State(JsonRow customer) =>
        IsDeleted(customer)
            ? ContractState.Closed
            : customer.Needed("status") switch
            {
                "active" => ContractState.Active,
                "blocked" => ContractState.BlockedForDebt,
                "disabled" or "new" => ContractState.Disabled,
                _ => throw new BadCellException("status", "is not new, active, blocked or disabled"),
            };
}
