using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace BalanceBot.Billing.Csv;

/// <summary>What a load came to: a closed family.</summary>
internal abstract record CsvLoad
{
    private CsvLoad() { }

    public sealed record Taken(CsvIndex Index) : CsvLoad;

    /// <summary>The file as a whole is no good: half written, no header, not UTF-8. The sentence tells where.</summary>
    public sealed record NotTaken(string Reason) : CsvLoad;
}

/// <summary>Reads one file as a whole.</summary>
internal sealed class CsvLoader(string defaultCurrency, HolderMark? holders = null, IHashing? hashing = null)
{
    private const int MostFaultsTold = 100;

    private static readonly string[] Required = ["contract", "balance"];

    private static readonly string[] Known =
    [
        "contract",
        "login",
        "password",
        "document",
        "phone",
        "holder",
        "balance",
        "credit",
        "currency",
        "tariff",
        "price",
        "period",
        "next_charge",
        "state",
        "services",
        "next_tariff",
        "next_price",
        "next_tariff_from",
        "autopay",
    ];

    public CsvLoad Load(Stream file, DateTimeOffset asOf)
    {
        using StreamReader reader = new(file, new UTF8Encoding(false, throwOnInvalidBytes: true), true, 1 << 16);
        try
        {
            return Read(reader, asOf);
        }
        catch (DecoderFallbackException)
        {
            return new CsvLoad.NotTaken("is not UTF-8: save it as UTF-8");
        }
    }

    private CsvLoad Read(StreamReader reader, DateTimeOffset asOf)
    {
        string? head = reader.ReadLine();
        if (string.IsNullOrWhiteSpace(head))
        {
            return new CsvLoad.NotTaken("is empty: the first line must name the columns");
        }

        char comma = head.Count(c => c == ';') > head.Count(c => c == ',') ? ';' : ',';
        string[] header = Cells(head, comma);
        Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < header.Length; i++)
        {
            string name = header[i].Trim().Trim('\uFEFF');
            if (Known.Contains(name, StringComparer.OrdinalIgnoreCase) && !columns.TryAdd(name, i))
            {
                return new CsvLoad.NotTaken($"names the column {name} twice");
            }
        }

        string[] missing = [.. Required.Where(name => !columns.ContainsKey(name))];
        return missing.Length > 0
            ? new CsvLoad.NotTaken($"has no column {string.Join(" and no column ", missing)} in its first line")
            : Rows(reader, comma, header.Length, columns, asOf);
    }

    private CsvLoad Rows(
        StreamReader reader,
        char comma,
        int width,
        Dictionary<string, int> columns,
        DateTimeOffset asOf
    )
    {
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        List<CsvContract> rows = [];
        List<CsvFault> faults = [];
        using EndWatch text = new(reader);
        using CsvParser parser = new(text, Configuration(comma));
        while (parser.Read())
        {
            long line = parser.RawRow + 1L;
            if (parser.Record is not { } cells || cells is [""])
            {
                continue;
            }

            if (cells.Length != width)
            {
                Tell(faults, new CsvFault(line, 0, "", $"has {cells.Length} columns instead of {width}"));
                continue;
            }

            try
            {
                rows.Add(new CsvRow(cells, columns, comma == ';', secret, holders).Contract(defaultCurrency, asOf));
            }
            catch (BadCellException bad)
            {
                Tell(
                    faults,
                    new CsvFault(line, columns.GetValueOrDefault(bad.Column, -1) + 1, bad.Column, bad.Message)
                );
            }
        }

        return text.EndedInsideALine
            ? new CsvLoad.NotTaken("does not end with a line break: it may be half written")
            : new CsvLoad.Taken(new CsvIndex(rows, secret, faults, hashing ?? Hashing.Plain));
    }

    private static void Tell(List<CsvFault> faults, CsvFault fault)
    {
        if (faults.Count < MostFaultsTold)
        {
            faults.Add(fault);
        }
    }

    private static string[] Cells(string line, char comma)
    {
        using StringReader text = new(line);
        using CsvParser parser = new(text, Configuration(comma));
        return parser.Read() ? parser.Record ?? [] : [];
    }

    private static CsvConfiguration Configuration(char comma) =>
        new(CultureInfo.InvariantCulture)
        {
            Delimiter = comma.ToString(),
            HasHeaderRecord = false,
            IgnoreBlankLines = true,
            // A quote inside an unquoted cell (15" pipe) is a character like another.
            BadDataFound = null,
        };
}
