using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Segments;
using Patella.Platform.Storage;

namespace Patella.Service.Voices.Blocks;

/// <summary>Pieces of blocks. One that is written is noted first and taken off the note by the transaction that names it, so what nobody names is found and deleted.</summary>
internal sealed class VoicePieces(IStore store, ISegments segments, BlockReader blocks, MachineTime machine)
{
    public async Task Put(TenantId tenant, string key, byte[] bytes, CancellationToken cancellation)
    {
        await store.Write(tenant, transaction => transaction.Execute(VoiceStore.Sql["NotePiece"], new { key, at = machine.Now }), cancellation: cancellation);
        using var content = new MemoryStream(bytes, writable: false);
        await segments.Put(tenant, key, content, cancellation);
    }

    /// <summary>The transaction names the piece.</summary>
    public async Task Keep(ITransaction transaction, string key)
    {
        if (await transaction.Execute(VoiceStore.Sql["KeepPiece"], new { key }) == 0)
        {
            throw new InvalidOperationException($"The piece {key} was given up while it was written.");
        }
    }

    /// <summary>Nobody names the piece any more once the transaction commits; <see cref="Clean"/> deletes it.</summary>
    public static Task Drop(ITransaction transaction, string key) => transaction.Execute(VoiceStore.Sql["NotePiece"], new { key, at = -1L });

    /// <summary>Gives up what an earlier life of the engine may have left half written.</summary>
    public Task GiveUp(TenantId tenant, CancellationToken cancellation) => store.Write(tenant, transaction => transaction.Execute(VoiceStore.Sql["GiveUpPieces"]), cancellation: cancellation);

    /// <summary>Deletes what was dropped or given up: nobody can name it any more.</summary>
    public async Task Clean(TenantId tenant, CancellationToken cancellation = default)
    {
        foreach (var key in await store.Read(tenant, reader => reader.Many<string>(VoiceStore.Sql["Pieces"]), cancellation))
        {
            await segments.Delete(tenant, key, cancellation);
            blocks.Forget(tenant, key);
            await store.Write(tenant, transaction => transaction.Execute(VoiceStore.Sql["ForgetPiece"], new { key }), cancellation: cancellation);
        }
    }
}
