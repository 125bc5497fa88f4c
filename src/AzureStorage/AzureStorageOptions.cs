using Azure.Core;
using Azure.Identity;

namespace FunctionsPipeline.AzureStorage;

/// <summary>
/// Which storage account, who we are to it, and what may lie on the local disk. Either <see cref="ConnectionString"/> or both
/// service addresses with an identity.
/// </summary>
/// <remarks>Holds secrets; it has no <c>ToString</c> of its own on purpose.</remarks>
public sealed class AzureStorageOptions
{
    /// <summary>The connection that Azure Functions uses for itself.</summary>
    public const string DefaultConnectionName = "AzureWebJobsStorage";

    /// <summary>Name of the connection: messages name settings after it.</summary>
    /// <value><c>AzureWebJobsStorage</c> by default.</value>
    public string ConnectionName { get; init; } = DefaultConnectionName;

    /// <summary>Connection string with a key or a SAS, or <c>UseDevelopmentStorage=true</c>. Null with an identity.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Address of the blob service, without a query. Null with a connection string.</summary>
    public Uri? BlobServiceUri { get; init; }

    /// <summary>Address of the table service, without a query. Null with a connection string.</summary>
    public Uri? TableServiceUri { get; init; }

    /// <summary>Which identity gets the token. Not used with a connection string.</summary>
    /// <value><see cref="AzureCredentialKind.Default"/> by default.</value>
    public AzureCredentialKind Credential { get; init; }

    /// <summary>Client id of a user-assigned identity; null for the system's own.</summary>
    public string? ManagedIdentityClientId { get; init; }

    /// <summary>Where <c>GetLocalFileAsync</c> puts its files. Made when there is none. Of this process alone.</summary>
    public required string ScratchFolder { get; init; }

    /// <summary>Bytes that local files may take together at one time.</summary>
    /// <value>2 GiB by default: below the local disk of the smallest Functions plan, and room for many clips.</value>
    public long ScratchBytesMax { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>The first wait before a request is sent again. Tests make it short.</summary>
    internal TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Reads the settings of a connection as Azure Functions names them: <c>NAME</c> (connection string), or <c>NAME__accountName</c>, or
    /// <c>NAME__blobServiceUri</c> and <c>NAME__tableServiceUri</c>; with these, <c>NAME__credential</c> (<c>managedidentity</c> or nothing)
    /// and <c>NAME__clientId</c>.
    /// </summary>
    /// <param name="setting">Gives the value of a setting by the name that an environment variable has, or null.</param>
    /// <param name="scratchFolder">See <see cref="ScratchFolder"/>.</param>
    /// <param name="connectionName">NAME.</param>
    /// <exception cref="AzureStorageSettingException">A setting is missing or wrong.</exception>
    public static AzureStorageOptions FromSettings(
        Func<string, string?> setting, string scratchFolder, string connectionName = DefaultConnectionName) =>
        ConnectionSettings.Read(setting, scratchFolder, connectionName);

    /// <summary>The identity, for services beside these stores that are reached as the same one. Asks nobody for a token yet.</summary>
    public TokenCredential CreateCredential()
    {
        if (Credential == AzureCredentialKind.ManagedIdentity)
        {
            return new ManagedIdentityCredential(ManagedIdentityClientId is { } id
                ? ManagedIdentityId.FromUserAssignedClientId(id)
                : ManagedIdentityId.SystemAssigned);
        }

        var choices = new DefaultAzureCredentialOptions();
        if (ManagedIdentityClientId is { } clientId) choices.ManagedIdentityClientId = clientId;
        return new DefaultAzureCredential(choices);
    }

    /// <summary>Checks what can be checked without asking the account.</summary>
    /// <exception cref="AzureStorageSettingException">A setting is missing or wrong.</exception>
    public void Validate() => ConnectionSettings.Check(this);
}

/// <summary>Where the token for the account comes from.</summary>
public enum AzureCredentialKind
{
    /// <summary>What the machine offers: environment, managed identity, or the developer's sign-in.</summary>
    Default,

    /// <summary>The managed identity and nothing else: starts fast and cannot fall back to somebody's sign-in.</summary>
    ManagedIdentity,
}
