using Azure.Core.Pipeline;
using FunctionsPipeline.AzureStorage.Blobs;
using FunctionsPipeline.AzureStorage.Clients;
using FunctionsPipeline.AzureStorage.Tables;

namespace FunctionsPipeline.AzureStorage;

/// <summary>Both stores over one storage account. Make one per process.</summary>
/// <remarks>Safe for several threads. Nothing is asked of the account before the first use.</remarks>
public sealed class AzureStores
{
    private AzureStores(AzureTableStore tables, AzureBlobStore blobs) => (Tables, Blobs) = (tables, blobs);

    /// <summary>Rows in Table Storage.</summary>
    public AzureTableStore Tables { get; }

    /// <summary>Files in Blob Storage.</summary>
    public AzureBlobStore Blobs { get; }

    /// <summary>Checks the options and makes the stores.</summary>
    /// <param name="options">Which account, and as whom.</param>
    /// <param name="clock">Tells how old a file is that an earlier process left in the scratch folder.</param>
    /// <exception cref="AzureStorageSettingException">A setting is missing or wrong.</exception>
    /// <exception cref="IOException">The scratch folder cannot be made.</exception>
    public static AzureStores Create(AzureStorageOptions options, TimeProvider clock) => Create(options, clock, transport: null);

    /// <param name="options">Which account, and as whom.</param>
    /// <param name="clock">As above.</param>
    /// <param name="transport">Stands between the stores and the network, for tests of a network that fails; null for none.</param>
    /// <param name="blobsPerPage">Blobs that one answer to a list holds.</param>
    internal static AzureStores Create(
        AzureStorageOptions options, TimeProvider clock, HttpPipelineTransport? transport, int blobsPerPage = AzureBlobStore.BlobsPerPageMax)
    {
        options.Validate();
        var clients = new StorageClients(options, transport);
        var scratch = new ScratchFolder(options.ScratchFolder, options.ScratchBytesMax, clock);
        return new AzureStores(new AzureTableStore(clients.Tables), new AzureBlobStore(clients.Blobs, scratch, blobsPerPage));
    }
}
