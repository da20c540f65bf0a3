using Patella.Kernel.Matching;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Conversations;

namespace Patella.Service.Dispatch;

/// <summary>Contacts that somebody keeps.</summary>
internal sealed partial class DispatchTurn
{
    /// <summary>One whose open case is kept goes to the keeper, else to the deputy, when they are here and have room: without a queue and without being asked.</summary>
    private async Task<bool> GiveToKeeper(ITransaction transaction, ConversationRow row, TimelineEntry entry)
    {
        foreach (var source in seams.Keepers)
        {
            foreach (var keeper in await source.KeepersOf(transaction, row))
            {
                var free = pool.Pool.FindAgent(keeper) is { State: AgentState.Available } agent && agent.Load + agent.Reserved < agent.Capacity;
                if (keeper == entry.AuthorId || !free || !pool.People.TryGetValue(keeper, out var staff)
                    || (await seams.Conversations.Join(transaction, row.Id, staff.Id, staff.Name)).Problem is not null)
                {
                    continue;
                }

                await Add(transaction, row, keeper);
                pool.Pool.RestoreAssignment(row.Id, keeper);
                return true;
            }
        }

        return false;
    }
}
