using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>Files that are being made on this host's disk, for programs that write files. Each is gone when its work is done. Safe for several threads.</summary>
/// <param name="services">The store, and the folder, which is made when it is needed.</param>
internal sealed class ScratchFiles(PipelineServices services)
{
    /// <summary>Has a file made and puts it into the store.</summary>
    /// <param name="path">The blob; the scratch file has its ending.</param>
    /// <param name="makeAsync">Writes the file whose path it gets.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task PutAsync(string path, Func<string, Task> makeAsync, CancellationToken cancellationToken) =>
        await UseAsync(Path.GetExtension(path), async scratch =>
        {
            await makeAsync(scratch);
            return await services.Blobs.PutFileAsync(path, scratch, cancellationToken);
        });

    /// <summary>Works with a file of its own.</summary>
    /// <param name="ending">How the file's name ends, such as <c>.png</c>; empty where nobody asks.</param>
    /// <param name="useAsync">Gets the path of a file that is not there yet.</param>
    public async Task<T> UseAsync<T>(string ending, Func<string, Task<T>> useAsync)
    {
        var scratch = NewPath(ending);
        try
        {
            return await useAsync(scratch);
        }
        finally
        {
            File.Delete(scratch);
        }
    }

    /// <summary>A path for a file that outlives the call; whoever asks removes it.</summary>
    public string NewPath(string ending)
    {
        Directory.CreateDirectory(services.ScratchFolder);

        // A random name must not end in a kind that ffmpeg knows (.rgb, .722): a good sound would be called undecodable, and bought again.
        return Path.Combine(services.ScratchFolder, Path.GetRandomFileName().Replace('.', '-') + ending);
    }
}
