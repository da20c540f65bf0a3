using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Transfer;
using Patella.Service.Tenants;

namespace Patella.Host.Hosting;

/// <summary>What a backup or an export has made.</summary>
/// <param name="Path">Folder or file, absolute.</param>
/// <param name="Rows">Rows of all tables of all tenants in it.</param>
internal sealed record TransferResult(string Path, int Tenants, long Rows, long Bytes);

/// <summary>Backups and exports over whichever store the seams give: inside a running server, or in a command of its own.</summary>
internal static class TransferWork
{
    public static async Task<TransferResult> Backup(IServiceProvider services, string folder, IProgress<TransferProgress> progress, CancellationToken cancellation)
    {
        var store = services.GetRequiredService<IStore>();
        await store.Prepare(TenantId.System, cancellation);
        var ecosystems = await store.Read(TenantId.System, new TenantStore().ListEcosystems, cancellation);
        var manifest = await services.GetRequiredService<BackupService>().Run([TenantId.System, .. ecosystems.Select(ecosystem => ecosystem.Tenant)], folder, progress, cancellation);
        return new TransferResult(folder, manifest.Tenants.Length, manifest.Tenants.Sum(tenant => tenant.Rows.Values.Sum()), manifest.Tenants.Sum(tenant => tenant.Files.Sum(file => file.Bytes)));
    }

    public static async Task<TransferResult> Export(IServiceProvider services, TenantId tenant, string file, IProgress<TransferProgress> progress, CancellationToken cancellation)
    {
        var manifest = await services.GetRequiredService<TenantExport>().Run(tenant, file, progress, cancellation);
        return new TransferResult(file, 1, manifest.Tables.Sum(table => table.Rows), new FileInfo(file).Length);
    }
}
