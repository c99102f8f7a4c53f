using System.Text;

namespace BalanceBot.Sandbox.SampleBilling;

/// <summary>A CSV file as cells: enough to change one of them and to lose none of the others.</summary>
internal sealed record CsvTable(char Delimiter, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public static CsvTable Parse(string text)
    {
        text = text.TrimStart('\uFEFF');
        var firstLine = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        var delimiter = firstLine.Count(';') > firstLine.Count(',') ? ';' : ',';
        var rows = Cells(text, delimiter);
        return rows.Count == 0 ? new(delimiter, [], []) : new(delimiter, rows[0], rows[1..]);
    }

    /// <summary>-1 when there is no such column.</summary>
    public int Column(string name)
    {
        for (var i = 0; i < Header.Count; i++)
        {
            if (Header[i].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }
        return -1;
    }

    public string Cell(int row, string column) =>
        Column(column) is >= 0 and var at && at < Rows[row].Count ? Rows[row][at] : "";

    public CsvTable With(int row, string column, string value)
    {
        var at = Column(column);
        var cells = Rows[row].Concat(Enumerable.Repeat("", Math.Max(0, at + 1 - Rows[row].Count))).ToArray();
        cells[at] = value;
        return this with { Rows = [.. Rows.Select((old, i) => i == row ? cells : old)] };
    }

    public string Write()
    {
        var text = new StringBuilder();
        foreach (var row in Rows.Prepend(Header))
        {
            text.AppendJoin(Delimiter, row.Select(Quoted)).Append('\n');
        }
        return text.ToString();
    }

    private string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(Delimiter, '"', '\n') >= 0 || cell.Contains('\r', StringComparison.Ordinal)
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;

    private static List<IReadOnlyList<string>> Cells(string text, char delimiter)
    {
        List<IReadOnlyList<string>> rows = [];
        List<string> row = [];
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[i++]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == delimiter)
            {
                EndCell();
            }
            else if (c == '\n')
            {
                EndRow();
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }
        EndRow();
        return rows;

        void EndCell()
        {
            row.Add(cell.ToString());
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            if (row.Count > 1 || row[0].Length > 0)
            {
                rows.Add([.. row]);
            }
            row.Clear();
        }
    }
}
