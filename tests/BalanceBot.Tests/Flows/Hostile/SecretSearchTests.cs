using System.Text;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>A search that finds nothing shows nothing unless it finds what is there.</summary>
public sealed class SecretSearchTests
{
    private const string Secret = "4510 123456";

    public static TheoryData<string, byte[]> Planted
    {
        get
        {
            TheoryData<string, byte[]> rows = [];
            foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
            {
                byte[] secret = encoding.GetBytes(Secret);
                rows.Add(encoding.WebName, [1, 2, 3, .. secret, 4, 5]);
                rows.Add($"hex {encoding.WebName}", Ascii($"xx{Convert.ToHexString(secret)}yy"));
                rows.Add($"small hex {encoding.WebName}", Ascii($"xx{Convert.ToHexStringLower(secret)}yy"));
                for (int before = 0; before < 3; before++)
                {
                    byte[] around = [.. Enumerable.Repeat((byte)0xFF, before), .. secret, 0xFF, 0xFE];
                    rows.Add($"base64 {encoding.WebName} {before}", Ascii($"x{Convert.ToBase64String(around)}y"));
                }
            }

            rows.Add("json", Ascii("""{"text":"4510\u0020123456"}"""));
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public void What_is_planted_is_found_in_each_form(string form, byte[] place)
    {
        IReadOnlyList<string> found = SecretSearch.Found(["nobody's secret", Secret], [new Place("a file", place)]);

        Assert.True(found.Count > 0, $"{form} was not found");
        Assert.All(found, line => Assert.StartsWith($"{Secret} is in a file as ", line));
    }

    [Fact]
    public void Base64url_is_found_where_it_differs_from_base64()
    {
        const string secret = "??>>??>>~~~~";
        string written = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).Replace('+', '-').Replace('/', '_');

        Assert.Contains(
            SecretSearch.Found([secret], [Place.Of("a log", [written])]),
            line => line.Contains("base64url")
        );
    }

    [Fact]
    public void Another_s_secret_is_not_found() =>
        Assert.Empty(SecretSearch.Found([Secret], [Place.Of("a log", ["4510 123457", "4510123456", "U0VDUkVU"])]));

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
