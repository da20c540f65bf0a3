using Patella.Platform.Storage;
using Patella.Service.Parties;

namespace Patella.Service.Conversations;

/// <summary>How many conversations a person has had.</summary>
internal sealed class ConversationCount : IPersonCount
{
    public string Name => "conversations";

    public async Task<long> Count(IReader reader, IReadOnlyList<string> ids)
    {
        var count = 0L;
        foreach (var person in ids)
        {
            count += await reader.One<long>("select count(*) from conversation where tenant = @tenant and person = @person", new { person });
        }

        return count;
    }
}
