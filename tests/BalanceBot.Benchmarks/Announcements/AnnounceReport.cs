namespace BalanceBot.Benchmarks.Announcements;

internal sealed record AnnounceRow(int Warnings, string What, double Seconds, double PerSecond);

internal sealed record AnnounceReport(IReadOnlyList<AnnounceRow> Rows);
