using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.GpuWorker.Hosting;

/// <summary>Where jobs, clips and results lie.</summary>
internal static class WorkerStore
{
    /// <summary>The folder that the settings name, or else the storage account that the Functions app uses, by the same settings.</summary>
    /// <param name="settings">The worker's settings.</param>
    /// <param name="read">Gives a variable of the environment, or null.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="AzureStorageSettingException">No folder is named, and a setting of the account is missing or wrong.</exception>
    public static IBlobStore Open(WorkerSettings settings, Func<string, string?> read, TimeProvider clock)
    {
        if (settings.StoreFolder is { } folder) return new FolderBlobStore(folder, clock);
        var scratch = Path.Combine(Path.GetTempPath(), "functionspipeline-worker");
        return AzureStores.Create(AzureStorageOptions.FromSettings(read, scratch), clock).Blobs;
    }
}
