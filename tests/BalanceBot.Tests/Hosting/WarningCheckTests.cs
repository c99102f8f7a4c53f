using BalanceBot.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace BalanceBot.Tests.Hosting;

/// <summary>Settings of warnings, scans and operators: each mistake is one sentence.</summary>
public sealed class WarningCheckTests
{
    [Theory]
    // Both sides of each bound.
    [InlineData("Warnings:CoolDown", "00:59:59", "is 00:59:59; it must be from 01:00:00 to 7.00:00:00.")]
    [InlineData("Warnings:CoolDown", "01:00:00", null)]
    [InlineData("Warnings:CoolDown", "7.00:00:00", null)]
    [InlineData("Warnings:CoolDown", "7.00:00:01", "is 7.00:00:01; it must be from 01:00:00 to 7.00:00:00.")]
    [InlineData("Warnings:MostInEpisode", "0", "is 0; it must be from 1 to 50.")]
    [InlineData("Warnings:MostInEpisode", "51", "is 51; it must be from 1 to 50.")]
    [InlineData("Warnings:StoppedDays", "0", "is 0; it must be from 1 to 365.")]
    [InlineData("Warnings:StoppedDays", "366", "is 366; it must be from 1 to 365.")]
    [InlineData("Warnings:Freshness", "00:04:59", "is 00:04:59; it must be from 00:05:00 to 7.00:00:00.")]
    [InlineData("Warnings:Freshness", "8.00:00:00", "is 8.00:00:00; it must be from 00:05:00 to 7.00:00:00.")]
    [InlineData("Warnings:QuietFrom", "23:59:00", null)]
    [InlineData("Warnings:QuietFrom", "1.00:00:00", "is 1.00:00:00; it must be from 00:00:00 to 23:59:00.")]
    [InlineData("Warnings:QuietTo", "-00:01:00", "is -00:01:00; it must be from 00:00:00 to 23:59:00.")]
    [InlineData("Warnings:LargestThreshold", "0.99", "is 0.99; it must be from 1 to 1000000000.")]
    [InlineData("Scanning:Every", "00:00:59", "is 00:00:59; it must be from 00:01:00 to 1.00:00:00.")]
    [InlineData("Scanning:Every", "1.00:00:01", "is 1.00:00:01; it must be from 00:01:00 to 1.00:00:00.")]
    [InlineData("Scanning:PageSize", "9", "is 9; it must be from 10 to 10000.")]
    [InlineData("Scanning:PageSize", "10001", "is 10001; it must be from 10 to 10000.")]
    [InlineData("Scanning:Deadline", "00:00:30", "is 00:00:30; it must be from 00:01:00 to 1.00:00:00.")]
    [InlineData("Scanning:AlarmAfter", "00:59:00", "is 00:59:00; it must be from 01:00:00 to 7.00:00:00.")]
    [InlineData("Linking:KeepAudit", "23:00:00", "is 23:00:00; it must be from 1.00:00:00 to 3650.00:00:00.")]
    [InlineData("Scanning:KeepDecisions", "23:00:00", "is 23:00:00; it must be from 1.00:00:00 to 365.00:00:00.")]
    // Words.
    [InlineData("Warnings:Days:0", "2", "Warnings:Days must be some of 7, 3 and 1.")]
    [InlineData(
        "Warnings:TimeZones:0",
        "Europe/Olso",
        "Warnings:TimeZones: Europe/Olso is no name of a time zone such as Europe/Oslo."
    )]
    [InlineData("Warnings:PlainThreshold", "", null)]
    [InlineData("Warnings:PlainThreshold", "-50", null)]
    [InlineData("Warnings:PlainThreshold", "some", "must be a sum such as 100 or 99.50.")]
    [InlineData("Warnings:BankHolidays:0", "2026-12-25", null)]
    [InlineData(
        "Warnings:BankHolidays:0",
        "25 desember",
        "Warnings:BankHolidays must be a list, each a day such as 2026-12-25."
    )]
    [InlineData("Warnings:BankRest:0", "sunday", null)]
    [InlineData(
        "Warnings:BankRest:0",
        "Caturday",
        "Warnings:BankRest must be a list, each a day of the week such as Saturday."
    )]
    [InlineData(
        "Warnings:BankRest:0",
        "8",
        "Warnings:BankRest must be a list, each a day of the week such as Saturday."
    )]
    [InlineData(
        "Warnings:BankRest:0",
        "Monday, Tuesday",
        "Warnings:BankRest must be a list, each a day of the week such as Saturday."
    )]
    [InlineData(
        "Operators:Ids:0",
        "-100123",
        "Operators:Ids must be numeric ids of people, such as 123456789; a group cannot be an operator."
    )]
    [InlineData(
        "Operators:Ids:0",
        "0",
        "Operators:Ids must be numeric ids of people, such as 123456789; a group cannot be an operator."
    )]
    [InlineData("Operators:Ids:0", "@anna", "Operators:Ids must be a list, each a whole number.")]
    [InlineData(
        "Operators:Support:0",
        "-100",
        "Operators:Support must be numeric ids of people, such as 123456789; a group cannot be an operator."
    )]
    [InlineData(
        "Operators:Suport:0",
        "123456789",
        "Operators:Suport is no setting of BalanceBot. Did you mean Operators:Support?"
    )]
    [InlineData("Operators:Ids", "123456789", "Operators:Ids must be a list, each a whole number.")]
    [InlineData("Operators:Id:0", "123456789", "Operators:Id is no setting of BalanceBot. Did you mean Operators:Ids?")]
    [InlineData("Outbox:BulkPerSecond", "31", "is 31; it must be from 1 to 30.")]
    public void Each_mistake_is_one_sentence(string key, string value, string? sentence)
    {
        string? expected =
            sentence is null || sentence.Contains(':') && sentence.StartsWith(key.Split(':')[0])
                ? sentence
                : $"{key} {sentence}";

        Assert.Equal(expected is null ? [] : [expected], Read((key, value)).Mistakes);
    }

    [Fact]
    public void Banks_that_never_work_and_a_page_to_pay_at_without_a_contract_are_told()
    {
        (string, string?)[] week =
        [
            .. Enum.GetNames<DayOfWeek>().Select((day, index) => ($"Warnings:BankRest:{index}", (string?)day)),
        ];

        Assert.Equal(
            ["Warnings:BankRest names every day of the week: bank transfers must arrive on some."],
            Read(week).Mistakes
        );
        Assert.Empty(Read(week[1..]).Mistakes);
        Assert.StartsWith("Billing:TopUpUrl ", Assert.Single(Read(("Billing:TopUpUrl", "pay here")).Mistakes));
    }

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Assert.Equal(
            4,
            Read(
                ("Warnings:Days:0", "5"),
                ("Warnings:TimeZones:0", "Nowhere"),
                ("Scanning:PageSize", "1"),
                ("Operators:Ids:0", "-1")
            ).Mistakes.Count
        );

    [Fact]
    public void A_person_in_two_roles_is_told_once_with_both() =>
        Assert.Equal(
            ["Operators: 11 is named more than once (Ids and Support): give each person one role."],
            Read(
                ("Operators:Ids:0", "11"),
                ("Operators:Ids:1", "12"),
                ("Operators:Support:0", "11"),
                ("Operators:Admin:0", "13")
            ).Mistakes
        );

    [Fact]
    public void A_list_holds_its_elements_in_their_order_and_an_empty_one_is_empty()
    {
        BotSettings set = Read(
            ("Operators:Ids:0", "11"),
            ("Operators:Ids:10", "33"),
            ("Operators:Ids:2", " 22 "),
            ("Warnings:Days", ""),
            ("Warnings:TimeZones:0", "Europe/Oslo")
        ).Settings;

        Assert.Equal([11, 22, 33], set.Operators.Ids);
        Assert.Empty(set.Warnings.Days);
        Assert.Equal(["Europe/Oslo"], set.Warnings.TimeZones);
        Assert.Equal([7, 3, 1], Read().Settings.Warnings.Days);
    }

    [Fact]
    public void An_empty_list_in_a_file_is_empty()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, """{ "Warnings": { "Days": [], "BankRest": [ "Saturday", "Sunday" ] } }""");
        SettingsReading reading = SettingsReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(Good).AddJsonFile(file).Build()
        );
        File.Delete(file);

        Assert.Empty(reading.Mistakes);
        Assert.Empty(reading.Settings.Warnings.Days);
        Assert.Equal([DayOfWeek.Saturday, DayOfWeek.Sunday], reading.Settings.Warnings.BankRest);
    }

    [Fact]
    public void Lists_come_from_environment_variables_with_the_number_of_the_element()
    {
        const string Prefix = "BALANCEBOT_TEST_LISTS__";
        Environment.SetEnvironmentVariable(Prefix + "OPERATORS__IDS__0", "11");
        Environment.SetEnvironmentVariable(Prefix + "OPERATORS__IDS__1", "22");
        Environment.SetEnvironmentVariable(Prefix + "WARNINGS__BANKREST__0", "Sunday");
        SettingsReading reading = SettingsReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(Good).AddEnvironmentVariables(Prefix).Build()
        );

        Assert.Empty(reading.Mistakes);
        Assert.Equal([11, 22], reading.Settings.Operators.Ids);
        Assert.Equal([DayOfWeek.Sunday], reading.Settings.Warnings.BankRest);
    }

    [Fact]
    public void The_defaults_make_sense() => Assert.Empty(Read().Mistakes);

    private static Dictionary<string, string?> Good =>
        new()
        {
            ["Telegram:Token"] = "123456789:a-made-up-token-for-the-tests",
            ["Billing:Csv:File"] = Path.Combine(Repository.Root, "README.md"),
        };

    private static SettingsReading Read(params (string Key, string? Value)[] settings) =>
        SettingsReader.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(Good)
                .AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => pair.Value))
                .Build()
        );
}
