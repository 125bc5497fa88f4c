using System.Runtime.CompilerServices;
using ILGPU;

// The assembly that compiled kernels are put into.
[assembly: InternalsVisibleTo(Context.RuntimeAssemblyName)]
