using Microsoft.Extensions.Logging;

namespace BalanceBot.Tests;

/// <summary>Keeps what is logged, at every level, with exceptions as they are.</summary>
internal sealed class Lines(List<string> lines) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel level,
        EventId id,
        TState state,
        Exception? failure,
        Func<TState, Exception?, string> format
    )
    {
        lock (lines)
        {
            lines.Add($"{level}: {format(state, failure)} {failure}");
        }
    }

    public void Dispose() { }
}
