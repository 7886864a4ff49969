// This room holds the Manual; see Manual.docc. The package manager asks for one source file.
