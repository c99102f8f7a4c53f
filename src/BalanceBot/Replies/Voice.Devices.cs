using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Replies;

/// <summary>A chat's link to a contract, as another chat of the contract may see it.</summary>
internal sealed record Device(ChatId Chat, Link Link);

/// <summary>A contract and every chat that is linked to it, the own one first.</summary>
internal sealed record ContractDevices(string Number, IReadOnlyList<Device> Devices);

/// <summary>Who else sees a contract. Nobody is named: when and in which way a chat was linked is all that is kept of it.</summary>
internal sealed partial class Voice
{
    private const int MostDeviceButtons = 90;

    /// <param name="removed">The page follows a press that unlinked a chat.</param>
    public Body.Text Devices(IReadOnlyList<ContractDevices> contracts, bool removed, DateTimeOffset now)
    {
        DateOnly today = _days.Today(now);
        IEnumerable<string> blocks = contracts.Select(contract =>
            string.Join(
                '\n',
                [$"\n{Bold(contract.Number)}", .. contract.Devices.Select((d, n) => DeviceLine(d, n, today))]
            )
        );
        string heading = removed
            ? $"{_words[Sentence.DeviceRemoved]}\n\n{_words[Sentence.DevicesHeading]}"
            : _words[Sentence.DevicesHeading];
        return Html(
            _balances.Fit(heading, [.. blocks]),
            [.. contracts.SelectMany(DeviceButtons).Take(MostDeviceButtons).Select(button => new[] { button })]
        );
    }

    public Body.Text TooManyChats(int most) => Html(_words.Count(Sentence.TooManyChats, most), [HelpButton]);

    /// <summary>To the other chats of a contract: somebody proved that it is theirs.</summary>
    public Body.Text NewDevice(string number, Device added) =>
        Html(
            _words.Say(Sentence.NewDevice, Bold(number), WayOf(added.Link.Way)),
            [Press(Sentence.ButtonUnlinkNew, Presses.UnlinkDevice(added.Chat, added.Link))],
            [Press(Sentence.ButtonDevices, Presses.Devices)]
        );

    /// <summary>To a chat that another one has unlinked.</summary>
    public Body.Text UnlinkedByOther(string number) => Number(Sentence.UnlinkedByOther, number, [LinkButton]);

    /// <summary>To the chats of a contract that guesses have locked.</summary>
    public Body.Text GuessesLocked(string number) =>
        Number(Sentence.GuessesLocked, number, [Press(Sentence.ButtonDevices, Presses.Devices)]);

    /// <summary>A contract is not the one that was proved any more.</summary>
    public Body.Text Suspended(string number) => Number(Sentence.Suspended, number, [LinkButton]);

    public Body.Text LinksWillEnd(IReadOnlyList<string> numbers, DateOnly end, DateTimeOffset now) =>
        Html(
            _words.Say(Sentence.LinksWillEnd, Bolds(numbers), _days.Say(end, _days.Today(now))),
            [Press(Sentence.ButtonKeepLinks, Presses.Balance)]
        );

    public Body.Text LinksEnded(IReadOnlyList<string> numbers) =>
        Html(_words.Say(Sentence.LinksEnded, Bolds(numbers)), [LinkButton]);

    private static string Bolds(IEnumerable<string> numbers) => string.Join(", ", numbers.Select(Bold));

    private string DeviceLine(Device device, int number, DateOnly today)
    {
        string since = _days.Say(_days.DayOf(device.Link.LinkedAt), today);
        return number == 0
            ? _words.Say(Sentence.DeviceOwn, since, WayOf(device.Link.Way))
            : _words.Say(Sentence.DeviceOther, number + 1, since, WayOf(device.Link.Way));
    }

    private IEnumerable<Button> DeviceButtons(ContractDevices contract) =>
        contract
            .Devices.Skip(1)
            .Select(
                (device, n) =>
                    new Button.Callback(
                        _words.Say(Sentence.ButtonUnlinkDevice, n + 2, Outside.Plain(contract.Number)),
                        Presses.UnlinkDevice(device.Chat, device.Link)
                    )
            );

    private string WayOf(LinkWay way) =>
        _words[
            way switch
            {
                LinkWay.ContractAndDocument => Sentence.WayDocument,
                LinkWay.LoginAndPassword => Sentence.WayLogin,
                _ => Sentence.WayToken,
            }
        ];
}
