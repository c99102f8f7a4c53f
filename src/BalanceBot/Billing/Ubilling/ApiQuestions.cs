using System.Text.Json;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Ubilling;

/// <summary>
/// The questions to the remote API. Its answers hold plain passwords. Never asked: usercash and uscore, which change balances.
/// </summary>
internal sealed class ApiQuestions(WebLine line, UbillingSettings settings, TimeProvider time, WebWatch watch)
{
    public const string System = "Ubilling's remote API";

    private static readonly TimeSpan ListsLast = TimeSpan.FromMinutes(10);

    private readonly string key = settings.SecretKey() ?? "";
    private readonly ApiRows rows = new(settings.Currency);
    private volatile Known? known;

    /// <summary>Whether the key is right and the list for UserSide is switched on.</summary>
    public async Task<FirstLook> Check(CancellationToken stop) =>
        await line.Ask(Call("tariffs", "get_tariff_list"), stop) switch
        {
            WebAnswer.Json { Status: 200 } or WebAnswer.Words { Text: ApiWords.Nobody } => new FirstLook.Well(),
            WebAnswer.Words words => new FirstLook.Wrong([ApiWords.Meaning(words)]),
            WebAnswer.Unavailable { Trouble: WebTrouble.Away } away => new FirstLook.Away($"{System}: {away.Reason}"),
            WebAnswer.Unavailable nonsense => new FirstLook.Wrong([$"Billing:Ubilling:ApiUrl: {nonsense.Reason}."]),
            _ => new FirstLook.Wrong(["Billing:Ubilling:ApiUrl: what answers there is no remote API of Ubilling's."]),
        };

    /// <summary>One subscriber; whoever else comes back is nobody.</summary>
    public async Task<BillingAnswer<T>> One<T>(
        ContractKey login,
        Func<JsonElement, ApiLists, T> read,
        CancellationToken stop
    )
    {
        BillingAnswer<ApiLists> lists = await Lists(stop);
        if (lists is not BillingAnswer<ApiLists>.Found(var told))
        {
            return new BillingAnswer<T>.Unavailable((lists as BillingAnswer<ApiLists>.Unavailable)?.Reason ?? System);
        }

        WebAnswer answer = await line.Ask(Call("subscriber", "get_user_list", ("customer_id", login.Value)), stop);
        if (answer is not WebAnswer.Json { Status: 200 } json)
        {
            return answer is WebAnswer.Words { Text: ApiWords.Nobody }
                ? new BillingAnswer<T>.NotFound()
                : ApiWords.Away<T>(answer);
        }

        try
        {
            JsonElement[] asked = [.. Elements(json.Root).Where(one => ApiRows.LoginOf(one) == login.Value)];
            return asked switch
            {
                [var one] => new BillingAnswer<T>.Found(read(one, told)),
                [] => new BillingAnswer<T>.NotFound(),
                _ => new BillingAnswer<T>.Ambiguous(),
            };
        }
        catch (BadCellException bad)
        {
            watch.Wrong("subscriber", $"'{bad.Column}' {bad.Message}");
            return new BillingAnswer<T>.Unavailable($"{System}: '{bad.Column}' {bad.Message}") { IsOfOne = true };
        }
    }

    /// <summary>All by login in ascending order. What cannot be understood costs only itself; who comes twice is nobody.</summary>
    public async Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> All(CancellationToken stop)
    {
        BillingAnswer<ApiLists> lists = await Lists(stop);
        if (lists is not BillingAnswer<ApiLists>.Found(var told))
        {
            return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Unavailable(
                (lists as BillingAnswer<ApiLists>.Unavailable)?.Reason ?? System
            );
        }

        DateTimeOffset asked = time.GetUtcNow();
        WebAnswer answer = await line.Ask(Call("subscribers", "get_user_list") with { IsBulk = true }, stop);
        if (answer is not WebAnswer.Json { Status: 200 } json)
        {
            return answer is WebAnswer.Words { Text: ApiWords.Nobody }
                ? new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found([])
                : ApiWords.Away<IReadOnlyList<ContractSnapshot>>(answer);
        }

        return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found([
            .. Elements(json.Root)
                .Select(one => Understood(one, told, asked))
                .OfType<ContractSnapshot>()
                .GroupBy(one => one.Key)
                .Where(same => same.Count() == 1)
                .Select(same => same.First())
                .OrderBy(one => one.Key.Value, StringComparer.Ordinal),
        ]);
    }

    public ContractSnapshot Read(JsonElement element, ApiLists lists) => rows.Of(element, lists, time.GetUtcNow());

    private ContractSnapshot? Understood(JsonElement element, ApiLists lists, DateTimeOffset asked)
    {
        try
        {
            return rows.Of(element, lists, asked);
        }
        catch (BadCellException bad)
        {
            watch.Wrong("subscribers", $"'{bad.Column}' {bad.Message}");
            return null;
        }
    }

    /// <summary>Prices and names, which change seldom.</summary>
    private async Task<BillingAnswer<ApiLists>> Lists(CancellationToken stop)
    {
        if (known is { } kept && time.GetElapsedTime(kept.At) < ListsLast)
        {
            return new BillingAnswer<ApiLists>.Found(kept.Lists);
        }

        long asked = time.GetTimestamp();
        WebAnswer tariffs = await line.Ask(Call("tariffs", "get_tariff_list"), stop);
        WebAnswer services = await line.Ask(Call("services", "get_services_list"), stop);
        if (RowsOf(tariffs) is not { } tariffRows || RowsOf(services) is not { } serviceRows)
        {
            return ApiWords.Away<ApiLists>(RowsOf(tariffs) is null ? tariffs : services);
        }

        try
        {
            ApiLists lists = ApiLists.Of(tariffRows, serviceRows, settings.SpreadFee);
            known = new Known(asked, lists);
            return new BillingAnswer<ApiLists>.Found(lists);
        }
        catch (BadCellException bad)
        {
            watch.Wrong("tariffs and services", $"'{bad.Column}' {bad.Message}");
            return new BillingAnswer<ApiLists>.Unavailable($"{System}: '{bad.Column}' {bad.Message}");
        }
    }

    private static IReadOnlyList<JsonRow>? RowsOf(WebAnswer answer) =>
        answer switch
        {
            WebAnswer.Json { Status: 200 } json => JsonRow.Many(json.Root),
            WebAnswer.Words { Text: ApiWords.Nobody } => [],
            _ => null,
        };

    private static IEnumerable<JsonElement> Elements(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array
            ? root.EnumerateArray().ToArray()
            : root.EnumerateObject().Select(one => one.Value);

    private WebCall Call(string name, string request, params (string, string)[] more) =>
        new(name, HttpMethod.Get, "/")
        {
            Query = [("module", "remoteapi"), ("key", key), ("action", "userside"), ("request", request), .. more],
            IsRepeatable = true,
        };

    private sealed record Known(long At, ApiLists Lists);
}
