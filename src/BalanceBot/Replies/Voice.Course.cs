using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>A balance over time: what is on the picture, and the same in words below it.</summary>
internal sealed partial class Voice
{
    internal DateOnly DayOf(DateTimeOffset moment) => _days.DayOf(moment);

    public Body.Text NoPicture(string number) => Of(number, _words[Sentence.NoPicture]);

    /// <summary>All that the picture shows: not everybody can see it.</summary>
    public Body.Text CourseInWords(Link link, Course course, DateOnly today)
    {
        string Sum(DayBalance one) => _amounts.HeldOrOwed(one.Balance, course.Currency);
        string Day(DateOnly day) => _days.Say(day, today);
        string ahead = (course.RunsOut, course.Ahead) switch
        {
            ({ } day, _) => _words.Say(Sentence.CourseRunsOut, Day(day)),
            (_, { Count: > 0 } days) => _words.Say(Sentence.CourseLasts, Day(days[^1].Day), Sum(days[^1])),
            _ => _words[Sentence.CourseNoAhead],
        };
        string[] lines =
        [
            Heading(link.ContractNumber),
            _words.Say(Sentence.CourseFrom, Day(course.Past[0].Day)),
            _words.Say(Sentence.CourseNow, Sum(course.Now)),
            _words.Say(Sentence.CourseHighest, Sum(course.Highest), Day(course.Highest.Day)),
            _words.Say(Sentence.CourseLowest, Sum(course.Lowest), Day(course.Lowest.Day)),
            ahead,
        ];
        return Html(
            string.Join('\n', lines),
            [Press(Sentence.ButtonHistory, Presses.HistoryAnew(link.ContractKey)), BalanceButton]
        );
    }

    internal Chart ChartOf(string number, Course course)
    {
        IReadOnlyList<decimal> sums = ChartScale.Of(
            course.Past.Concat(course.Ahead).Min(one => one.Balance),
            course.Past.Concat(course.Ahead).Max(one => one.Balance)
        );
        DateOnly last = course.Ahead.Count > 0 ? course.Ahead[^1].Day : course.Now.Day;
        return new Chart(_words.Say(Sentence.ContractHeading, Outside.Plain(number)), course.Past, course.Ahead)
        {
            Subtitle = _words.Say(Sentence.ChartSubtitle, _amounts.Sign(course.Currency)),
            PastLabel = _words[Sentence.ChartPast],
            AheadLabel = _words[Sentence.ChartAhead],
            Sums = [.. sums.Select(sum => new ChartMark<decimal>(sum, _amounts.Number(sum)))],
            Days = [.. FirstsBetween(course.Past[0].Day, last).Select(day => new ChartMark<DateOnly>(day, Short(day)))],
            Now = new ChartMark<DateOnly>(
                course.Now.Day,
                _words.Say(Sentence.ChartNow, _amounts.Number(course.Now.Balance, exact: true, course.Currency))
            ),
            RunsOut = course.RunsOut is { } day
                ? new ChartMark<DateOnly>(day, _words.Say(Sentence.ChartRunsOut, Short(day)))
                : null,
        };
    }

    private string Short(DateOnly day) => day.ToString(_words[Sentence.ShortDay], Language.Culture);

    private static IEnumerable<DateOnly> FirstsBetween(DateOnly first, DateOnly last)
    {
        for (Month month = Month.Of(first).Plus(1); month.First <= last; month = month.Plus(1))
        {
            yield return month.First;
        }
    }
}
