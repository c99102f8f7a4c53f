namespace BalanceBot.Hosting;

/// <summary>How the log is written to the console.</summary>
internal sealed class LogSettings
{
    public const string Text = "text";
    public const string Json = "json";

    /// <summary>text: a line for people. json: an object a line, for a collector of logs.</summary>
    public string Format { get; set; } = Text;

    internal bool IsJson => Format == Json;
}
