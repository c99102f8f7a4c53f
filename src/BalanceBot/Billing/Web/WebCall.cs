namespace BalanceBot.Billing.Web;

/// <summary>
/// One request to a billing's API. Its address, headers and body may carry a secret or a person: only
/// <paramref name="Name"/> is ever logged.
/// </summary>
/// <param name="Name">A word of ours for what is asked.</param>
/// <param name="Path">From the API's root on, with a slash in front; what comes from outside goes through <see cref="WebPath"/>.</param>
internal sealed record WebCall(string Name, HttpMethod Method, string Path)
{
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
    public byte[]? Body { get; init; }
    public string BodyType { get; init; } = "application/json";

    /// <summary>
    /// Asking twice does no more than asking once. Never a login with a secret, which would count as two wrong attempts, and
    /// never what takes something.
    /// </summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Many contracts: nobody waits for it, and its answer may be large.</summary>
    public bool IsBulk { get; init; }

    /// <summary>Its own patience, in place of the line's.</summary>
    public TimeSpan? AtMost { get; init; }

    public override string ToString() => Name;

    internal HttpRequestMessage Under(Uri root)
    {
        string query = string.Join('&', Query.Select(one => $"{WebPath.Escape(one.Name)}={WebPath.Escape(one.Value)}"));
        string address = root.GetLeftPart(UriPartial.Path).TrimEnd('/') + Path + (query.Length == 0 ? "" : "?" + query);
        HttpRequestMessage request = new(Method, new Uri(address))
        {
            // A body, though it be empty: a request without is silently sent again, up to three times, on a broken connection.
            Content =
                Body is null && Method == HttpMethod.Get && IsRepeatable ? null : new ByteArrayContent(Body ?? []),
        };
        if (Body is not null)
        {
            request.Content!.Headers.TryAddWithoutValidation("Content-Type", BodyType);
        }

        foreach ((string name, string value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}

/// <summary>Texts from outside as parts of an address.</summary>
internal static class WebPath
{
    public static string Escape(string text) => Uri.EscapeDataString(text);

    /// <summary>Null: it would not stay a part of the path, but name another ("..").</summary>
    public static string? Segment(string text) => text is "" or "." or ".." ? null : Escape(text);

    /// <summary>The body of a form, as browsers send it.</summary>
    public static byte[] Form(params IReadOnlyList<(string Name, string Value)> fields) =>
        System.Text.Encoding.UTF8.GetBytes(
            string.Join('&', fields.Select(one => $"{Escape(one.Name)}={Escape(one.Value)}"))
        );
}
