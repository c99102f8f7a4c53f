namespace BalanceBot.Billing.Csv;

/// <summary>Passes a text on and remembers whether its last character ended a line.</summary>
internal sealed class EndWatch(TextReader inner) : TextReader
{
    private char last = '\n';

    public bool EndedInsideALine => last != '\n' && last != '\r';

    public override int Read()
    {
        int read = inner.Read();
        last = read >= 0 ? (char)read : last;
        return read;
    }

    public override int Peek() => inner.Peek();

    public override int Read(char[] buffer, int index, int count)
    {
        int read = inner.Read(buffer, index, count);
        last = read > 0 ? buffer[index + read - 1] : last;
        return read;
    }
}
