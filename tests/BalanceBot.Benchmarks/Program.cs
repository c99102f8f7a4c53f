using BalanceBot.Benchmarks;

return await BenchmarkCommand.Run(args);
