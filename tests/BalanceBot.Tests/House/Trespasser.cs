#pragma warning disable IDE0130 // It pretends to live in the product's Billing folder: the folder rules must see it.
namespace BalanceBot.Billing;

internal sealed class Trespasser
{
    public LiteDB.ObjectId? Id { get; init; }
    public Outbox.Outgoing? Message { get; init; }
}
