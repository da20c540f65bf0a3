namespace Patella.Simulator.Ecosystem;

/// <summary>How large an ecosystem is generated; units are always all of the catalogue.</summary>
/// <param name="Merchants">Merchants over all units, at least one a unit.</param>
/// <param name="Products">Products over all merchants, at least one a unit.</param>
/// <param name="Consumers">Registered consumers.</param>
/// <param name="Orders">Orders of the last <paramref name="HistoryDays"/> days.</param>
/// <param name="Agents">Agents besides the person to be in the demonstration.</param>
/// <param name="Conversations">Finished conversations of the last <paramref name="HistoryDays"/> days.</param>
/// <param name="LastFestivalOrders">Orders of last year's festival, coarse: created, paid and finished.</param>
/// <param name="LastFestivalConversations">Finished conversations of last year's festival.</param>
/// <param name="HistoryDays">Length of the history.</param>
public sealed record Scale(
    int Merchants, int Products, int Consumers, int Orders, int Agents, int Conversations,
    int LastFestivalOrders, int LastFestivalConversations, int HistoryDays)
{
    /// <summary>What `patella serve` shows: enough to look alive, loaded in a few seconds.</summary>
    public static readonly Scale Demo = new(120, 600, 800, 2_500, 60, 1_500, 300, 300, 56);

    /// <summary>The smallest ecosystem that still has every kind of thing; for tests.</summary>
    public static readonly Scale Small = new(30, 60, 60, 150, 24, 60, 20, 20, 56);
}
