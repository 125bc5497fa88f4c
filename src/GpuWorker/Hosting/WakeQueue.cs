using Azure.Storage.Queues;
using FunctionsPipeline.AzureStorage;

namespace FunctionsPipeline.GpuWorker.Hosting;

/// <summary>The queue whose messages wake the worker.</summary>
internal static class WakeQueue
{
    private const string NoConnection = "FP_WAKE_QUEUE_CONNECTION is neither a connection string of a storage account nor the https address of its queue service";

    /// <summary>The queue that the settings name, or null. An address is reached with the identity that the store is reached with.</summary>
    /// <param name="settings">The worker's settings.</param>
    /// <param name="read">Gives a variable of the environment, or null.</param>
    /// <exception cref="AzureStorageSettingException">An address is named, and a setting of the identity is wrong.</exception>
    public static QueueClient? Open(WorkerSettings settings, Func<string, string?> read)
    {
        if (settings.WakeQueueConnection is not { } connection) return null;
        if (AddressOf(connection, settings.WakeQueueName!) is not { } address) return new QueueClient(connection, settings.WakeQueueName);
        return new QueueClient(address, AzureStorageOptions.FromSettings(read, Path.GetTempPath()).CreateCredential());
    }

    /// <summary>What is wrong with a connection and a name, or null. Asks nobody, and repeats nothing that may be a secret.</summary>
    /// <param name="connection">A connection string, or the https address of a queue service.</param>
    /// <param name="name">Name of the queue.</param>
    /// <param name="hasFolder">True when jobs lie in a folder, so that no identity is set up.</param>
    public static string? ProblemOf(string connection, string name, bool hasFolder)
    {
        if (connection.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return "FP_WAKE_QUEUE_CONNECTION is an http address; a token must not travel in the clear, so it begins with https://";
        }

        try
        {
            if (AddressOf(connection, name) is not { } address) return new QueueClient(connection, name).Name == name ? null : NoConnection;
            if (address.Query.Length > 0) return "FP_WAKE_QUEUE_CONNECTION is an address with a query; put a SAS into a connection string";
            return hasFolder
                ? "FP_WAKE_QUEUE_CONNECTION is an address, which is reached with the identity of AzureWebJobsStorage; with FP_STORE_FOLDER give a connection string"
                : null;
        }
        catch (FormatException)
        {
            return NoConnection;
        }
    }

    private static Uri? AddressOf(string connection, string name)
    {
        if (!connection.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) return null;
        return new Uri($"{connection.TrimEnd('/')}/{name}");
    }
}
