namespace BalanceBot.Benchmarks.Faults;

/// <summary>What a run has shown.</summary>
internal sealed record FaultReport
{
    public required FaultPlan Plan { get; init; }
    public required double Seconds { get; init; }
    public required int Updates { get; init; }
    public required DoneFigures Done { get; init; }
    public required EffectFigures Effects { get; init; }
    public required AnswerFigures Answers { get; init; }
    public required DeliveryFigures Deliveries { get; init; }
    public AwayFigures? Away { get; init; }

    /// <summary>False: there is no libfaketime here, and every clock was right.</summary>
    public required bool ClockWasWrong { get; init; }

    public IReadOnlyList<PollerFall> PollerFalls { get; init; } = [];

    /// <summary>One sentence for each thing that must hold and did not.</summary>
    public required IReadOnlyList<string> Broken { get; init; }
}

/// <param name="Missing">Lines without an answer.</param>
/// <param name="Repeated">Answers that came once more.</param>
/// <param name="RepeatedLate">... behind the answer of a later line: of a process that woke up.</param>
/// <param name="Wrong">Of others, of nothing that was asked, or before an earlier one.</param>
internal sealed record AnswerFigures(int First, int Missing, int Repeated, int RepeatedLate, int Wrong);

/// <param name="Unanswered">The process was dead, frozen or slow.</param>
internal sealed record DeliveryFigures(int Taken, int Refused, int Unanswered, int Duplicates);

/// <param name="Seconds">From the fault to the next poll of another process.</param>
internal sealed record PollerFall(string How, double Seconds);
