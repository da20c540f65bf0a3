using Patella.Platform.Storage;

namespace Patella.Service.Actions.Running;

/// <summary>Reads, locks and writes the rows of Actions.</summary>
internal static class ActionRows
{
    internal static readonly Statements Sql = new(typeof(ActionRows).Assembly, "Actions.actions.sql");

    public static Task<ServiceAction?> Find(IReader reader, string id) => reader.One<ServiceAction>(Sql["Find"], new { id });

    /// <summary>The action, kept from changing until this transaction ends.</summary>
    public static Task<ServiceAction?> Lock(ITransaction transaction, string id)
        => transaction.One<ServiceAction>(Sql["Find"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { id });

    /// <summary>From here to the commit nobody else decides about the order.</summary>
    public static Task HoldOrder(ITransaction transaction, string order) => transaction.Execute(Sql["HoldOrder"], new { order });

    /// <summary>Oldest first.</summary>
    public static Task<IReadOnlyList<ServiceAction>> OfOrder(IReader reader, string order) => reader.Many<ServiceAction>(Sql["OfOrder"], new { order });

    public static async Task Save(ITransaction transaction, ServiceAction action)
    {
        if (await transaction.Execute(Sql["Save"], action) != 1)
        {
            throw new InvalidOperationException($"Action {action.Id} is not here.");
        }
    }
}
