using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Platform.Timers;

namespace Patella.Service.Files;

/// <summary>
/// Takes away an upload that no message took within a day. The row goes first, so that a message that takes the file at this very moment either finds it
/// or is refused; when the transaction does not commit, the timer comes again and takes away bytes that may be gone already.
/// </summary>
internal sealed class UnusedFiles(ISegments segments) : ITimerHandler
{
    public const string Name = "files";

    public string Capability => Name;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        if (await transaction.Execute(FileStore.Sql["DeleteUnused"], new { id = timer.Key }) == 1)
        {
            await segments.Delete(transaction.Tenant, FileStore.KeyOf(timer.Key));
        }
    }
}
