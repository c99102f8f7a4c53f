namespace BalanceBot.Outbox;

/// <summary>One try, and what follows from it.</summary>
internal sealed partial class Dispatcher
{
    private async Task Send(Job job)
    {
        try
        {
            await Try(job);
        }
#pragma warning disable CA1031 // The store is gone, or a bug: the row stays and the process must not go on as if it were sent.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            dead.TrySetResult(failure);
            job.Direct?.TrySetException(failure);
        }
        finally
        {
            lock (gate)
            {
                underWay--;
                bulkUnderWay -= job.IsBulkUnderWay ? 1 : 0;
                job.IsBulkUnderWay = false;
                if (closed && underWay == 0)
                {
                    idle.TrySetResult();
                }
            }

            Pump();
        }
    }

    private async Task Try(Job job)
    {
        DateTimeOffset before = time.GetUtcNow();
        if (job.Message.Expires <= before)
        {
            Log.Lost(log, job.Message.Class, "expired");
            OutboxMeter.Lost(job.Message.Class);
            await End(job, new Settlement.Undelivered(), new DirectOutcome.Refused());
            return;
        }

        if (!await MayBegin(job, before))
        {
            Drop(job);
            job.Direct?.TrySetResult(new DirectOutcome.NotTaken(null, job.Message.Attempts));
            return;
        }

        SendWatch? watch = SendWatch.Begin(job, time);
        SendOutcome outcome = await sender.Send(job.Message, CancellationToken.None);
        watch?.Ended(outcome);
        DateTimeOffset now = time.GetUtcNow();
        Note(outcome, now);
        if (outcome is SendOutcome.TooMany(TimeSpan wait))
        {
            Log.Paused(log, wait.TotalSeconds);
            OutboxMeter.Paused(job.Message.Chat);
            lock (gate)
            {
                pace.Pause(job.Message.Chat, now + wait, now);
            }

            if (job.Message.Chat.IsPrivate)
            {
                // The next process must not learn it anew by another 429.
                await store.Pause(now + wait);
            }
        }

        if (outcome is SendOutcome.TooMany or SendOutcome.NotDelivered or SendOutcome.Moved or SendOutcome.Unauthorized)
        {
            await SurelyNotBegun(job);
        }

        await Follow(job, failures.Judge(job.Message, outcome, job.FailuresInARow++, now), now);
    }

    /// <summary>
    /// What must not go twice is marked before it goes: should the process die now, the next one knows that it may have
    /// arrived. False: somebody else holds the row by now. Whoever is not sure asks before each: others may have sent it.
    /// What is not stored must be then; its commit tells whether the update was done by others.
    /// </summary>
    private async Task<bool> MayBegin(Job job, DateTimeOffset now) =>
        job.ClaimId is not { } claim ? IsSure(job.PatientUntil - Patience)
        : job.Message.IsOnce ? await store.MarkBegun(job.Message.Id, claim, begun: true)
        : IsSure(job.EnteredAt) || await store.Renew(job.Message.Id, claim, now + Lease);

    private async Task SurelyNotBegun(Job job)
    {
        if (job.Message.IsOnce && job.ClaimId is { } claim)
        {
            await store.MarkBegun(job.Message.Id, claim, begun: false);
        }
    }

    private void Drop(Job job)
    {
        lock (gate)
        {
            inHand.Remove(job.Message.Id);
            queues.Finish(job);
        }
    }

    private Task Follow(Job job, Verdict verdict, DateTimeOffset now)
    {
        switch (verdict)
        {
            case Verdict.Over over:
                if (over.Lost is { } why)
                {
                    Log.Lost(log, job.Message.Class, why);
                    OutboxMeter.Lost(job.Message.Class);
                }

                return over.Settlement switch
                {
                    Settlement.ChatUnreachable => EndChat(job),
                    Settlement.ChatMoved moved => Move(job, moved),
                    _ => End(
                        job,
                        over.Settlement,
                        over.Lost is null ? new DirectOutcome.Taken() : new DirectOutcome.Refused()
                    ),
                };
            case Verdict.Again again:
                return Again(job, again, now);
            default:
                dead.TrySetResult(new SendingRefusedException());
                job.Direct?.TrySetResult(new DirectOutcome.NotTaken(null, job.Message.Attempts));
                return Task.CompletedTask;
        }
    }

    private async Task End(Job job, Settlement settlement, DirectOutcome outcome)
    {
        if (job.ClaimId is { } claim)
        {
            job.Ended = settlement;
            if (await store.Settle(job.Message.Id, claim, settlement, time.GetUtcNow()))
            {
                LetGo(job);
            }

            if (settlement is Settlement.Finished { Follow: not null })
            {
                RowDue?.Invoke(time.GetUtcNow());
            }
        }

        lock (gate)
        {
            queues.Finish(job);
        }

        job.Direct?.TrySetResult(outcome);
    }

    private async Task Again(Job job, Verdict.Again again, DateTimeOffset now)
    {
        if (job.Direct is { } direct)
        {
            lock (gate)
            {
                queues.Finish(job);
            }

            direct.TrySetResult(new DirectOutcome.NotTaken(again.NotBefore, again.Attempts));
            return;
        }

        if (again.NotBefore - now > LongestInMemory)
        {
            await GiveBack(job, again);
            return;
        }

        lock (gate)
        {
            job.NotBefore = again.NotBefore;
            job.Message = job.Message with { Attempts = again.Attempts };
            queues.Sleep(job, again.NotBefore);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            5000,
            LogLevel.Warning,
            "Telegram asks to wait {Seconds:0} s (429): nothing is sent until then",
            EventName = "SendingPaused"
        )]
        public static partial void Paused(ILogger log, double seconds);

        [LoggerMessage(
            5001,
            LogLevel.Warning,
            "A message ({Class}) was not delivered: {Why}",
            EventName = "MessageLost"
        )]
        public static partial void Lost(ILogger log, OutgoingClass @class, string why);
    }
}

/// <summary>401 on sending.</summary>
internal sealed class SendingRefusedException()
    : Exception("Telegram refuses the token (401). Ask @BotFather for the current one and set Telegram:Token.");
