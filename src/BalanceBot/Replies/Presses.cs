using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BalanceBot.Subscribers;

namespace BalanceBot.Replies;

/// <summary>What a pressed button asks for: a closed family.</summary>
internal abstract record Press
{
    private Press() { }

    public sealed record Wanted(Wish Wish) : Press;

    /// <summary>Link in the way chosen.</summary>
    public sealed record LinkBy(LinkWay Way) : Press;

    /// <summary>The contract with this <see cref="Presses.Tag"/> was chosen from the list.</summary>
    public sealed record UnlinkThis(string Tag) : Press;

    /// <summary>... and the person said yes.</summary>
    public sealed record UnlinkYes(string Tag) : Press;

    public sealed record UnlinkNo : Press;

    /// <summary>Another chat's link to a contract (<see cref="Presses.Device"/>) shall end.</summary>
    public sealed record UnlinkDevice(string Tag, string Device) : Press;

    /// <summary>Yes to the one-time link whose hash has this <see cref="Presses.Tag"/>.</summary>
    public sealed record InviteYes(string Tag) : Press;

    public sealed record InviteNo : Press;

    /// <summary>Erase everything that is kept of the chat ...</summary>
    public sealed record ForgetYes : Press;

    /// <summary>... or nothing.</summary>
    public sealed record ForgetNo : Press;

    /// <summary>A setting of the warnings, by what it shall be and not by "the other way": two presses are as one.</summary>
    public sealed record Choose(WarningChoice Choice) : Press;

    /// <summary>From a choice back to the page of warnings, in the same message.</summary>
    public sealed record Back : Press;

    /// <summary>Show the choices for the quiet hours.</summary>
    public sealed record AskQuiet : Press;

    /// <summary>... none of them: the person will type.</summary>
    public sealed record TypeQuiet : Press;

    public sealed record AskZone : Press;

    /// <summary>The person will type at which balance of this contract to be warned.</summary>
    public sealed record TypeThreshold(string Tag) : Press;

    public sealed record Snooze(string Tag) : Press;

    /// <summary>The balance of the contract with this <see cref="Presses.Tag"/> and of no other.</summary>
    public sealed record BalanceOf(string Tag) : Press;

    /// <summary>A promised payment for the contract with this <see cref="Presses.Tag"/>?</summary>
    public sealed record PromiseFor(string Tag) : Press;

    /// <summary>... yes, on the terms with this <see cref="PromiseOffer.Tag"/>.</summary>
    public sealed record PromiseYes(string Tag, string Terms) : Press;

    public sealed record PromiseNo : Press;

    /// <summary>A month of a contract; null: the newest.</summary>
    public sealed record HistoryOf(string Tag, Month? Month, int Sheet) : Press;

    /// <summary>The newest month, in a message of its own.</summary>
    public sealed record HistoryAnew(string Tag) : Press;

    public sealed record PictureOf(string Tag) : Press;
}

/// <summary>
/// The data of our buttons, at most 64 bytes. Buttons stay in the chat for ever: what one meant must never change, and
/// anything may come back.
/// </summary>
internal static partial class Presses
{
    public const string Balance = "balance";
    public const string Link = "link";
    public const string LinkByDocument = "link:doc";
    public const string LinkByLogin = "link:login";
    public const string Contracts = "contracts";
    public const string Warnings = "warnings";
    public const string Help = "help";
    public const string Cancel = "cancel";
    public const string Unlink = "unlink";
    public const string UnlinkNo = "unlink:no";
    public const string Devices = "devices";
    private const string DevicePrefix = "device:";
    public const string InviteNo = "invite:no";
    private const string InviteYesPrefix = "invite:yes:";
    public const string Export = "export";
    public const string Forget = "forget";
    public const string ForgetYes = "forget:yes";
    public const string ForgetNo = "forget:no";
    private const string BalanceOfPrefix = "balance:";
    private const string UnlinkYesPrefix = "unlink:yes:";
    private const string UnlinkThisPrefix = "unlink:";
    private const int TagLength = 16;

    public static string BalanceOf(string contractKey) => BalanceOfPrefix + Tag(contractKey);

    public static string UnlinkThis(string contractKey) => UnlinkThisPrefix + Tag(contractKey);

    public static string UnlinkYes(string contractKey) => UnlinkYesPrefix + Tag(contractKey);

    public static string UnlinkDevice(ChatId chat, Link link) =>
        $"{DevicePrefix}{Tag(link.ContractKey)}:{Device(chat, link)}";

    /// <summary>
    /// Names a chat's link to the other chats of the contract without telling whose it is: the tick at which it was made,
    /// which nobody was told, is in it.
    /// </summary>
    public static string Device(ChatId chat, Link link) =>
        Tag(string.Create(CultureInfo.InvariantCulture, $"{link.ContractKey} {chat} {link.LinkedAt.UtcTicks}"));

    /// <summary>Of the hash that is kept, not of the token: a button stays in the chat.</summary>
    public static string InviteYes(string tokenHash) => InviteYesPrefix + Tag(tokenHash);

    /// <summary>A key may be longer than 64 bytes; its tag is 16 hex digits of its SHA-256.</summary>
    public static string Tag(string contractKey) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(contractKey)))[..TagLength];

    /// <summary>Null: no button of ours.</summary>
    public static Press? Read(string? data) =>
        data switch
        {
            Balance => new Press.Wanted(Wish.Balance),
            not null when TagAfter(BalanceOfPrefix, data) is { } tag => new Press.BalanceOf(tag),
            Link => new Press.Wanted(Wish.Link),
            Contracts => new Press.Wanted(Wish.Contracts),
            Warnings => new Press.Wanted(Wish.Warnings),
            Unlink => new Press.Wanted(Wish.Unlink),
            Help => new Press.Wanted(Wish.Help),
            Cancel => new Press.Wanted(Wish.Cancel),
            LinkByDocument => new Press.LinkBy(LinkWay.ContractAndDocument),
            LinkByLogin => new Press.LinkBy(LinkWay.LoginAndPassword),
            UnlinkNo => new Press.UnlinkNo(),
            Devices => new Press.Wanted(Wish.Devices),
            not null when data.StartsWith(DevicePrefix, StringComparison.Ordinal) => ReadDevice(data),
            InviteNo => new Press.InviteNo(),
            not null when TagAfter(InviteYesPrefix, data) is { } tag => new Press.InviteYes(tag),
            Export => new Press.Wanted(Wish.Export),
            Forget => new Press.Wanted(Wish.Forget),
            ForgetYes => new Press.ForgetYes(),
            ForgetNo => new Press.ForgetNo(),
            not null when TagAfter(UnlinkYesPrefix, data) is { } tag => new Press.UnlinkYes(tag),
            not null when TagAfter(UnlinkThisPrefix, data) is { } tag => new Press.UnlinkThis(tag),
            History => new Press.Wanted(Wish.History),
            not null when data.StartsWith(HistoryPrefix, StringComparison.Ordinal) => ReadHistory(data),
            Promise => new Press.Wanted(Wish.Promise),
            PromiseNo => new Press.PromiseNo(),
            not null when data.StartsWith(PromiseForPrefix, StringComparison.Ordinal) => ReadPromise(data),
            not null when data.StartsWith(WarningPrefix, StringComparison.Ordinal) => ReadWarning(data),
            _ => null,
        };

    private static Press.UnlinkDevice? ReadDevice(string data) =>
        data[DevicePrefix.Length..].Split(':') is [string tag, string device] && IsTag(tag) && IsTag(device)
            ? new Press.UnlinkDevice(tag, device)
            : null;

    private static string? TagAfter(string prefix, string data) =>
        data.StartsWith(prefix, StringComparison.Ordinal) && IsTag(data[prefix.Length..])
            ? data[prefix.Length..]
            : null;

    private static bool IsTag(string text) => text.Length == TagLength && text.All(char.IsAsciiHexDigitLower);
}
